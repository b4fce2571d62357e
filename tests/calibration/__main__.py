"""Every interval, p-value, verdict and 'by chance', simulated: `python -m tests.calibration [--short] [labels ...]`."""

import importlib
import sys
import time

import numpy as np

from .case import Achieved, Case, simulate

ALL = (
    "sts_score",
    "spread",
    "local_structure",
    "labels",
    "frequency",
    "leave_one_out",
    "frames",
    "null_band",
    "findings",
    "seeds",
    "shared_words",
)


def cases_of(name: str) -> list[Case]:
    """The cases of one file of this folder."""
    found: list[Case] = importlib.import_module(f"{__package__}.{name}").CASES
    return found


def line(case: Case, found: Achieved) -> str:
    """A row of the table."""
    before = "–" if np.isnan(case.before) else f"{case.before:.3f}"
    after = f"{found.value:.3f} ± {found.error:.3f}" + ("" if found.allowed else " **not allowed**")
    return (
        f"| {case.quantity} | {case.situation} | {case.claim} | {case.nominal:g} | {before} | {after} | {found.n:,} |"
    )


def main(arguments: list[str]) -> int:
    """Print the table of the named files, all if none is named; 1 where a rate is not allowed."""
    short = "--short" in arguments
    names = [one for one in arguments if one != "--short"]
    if unknown := [one for one in names if one not in ALL]:
        print(f"There is nothing to calibrate in {', '.join(unknown)}. Choose from: {', '.join(ALL)}.", file=sys.stderr)
        return 2
    print("| quantity | situation | claim | nominal | before | now | simulations |\n|---|---|---|---|---|---|---|")
    passed, begin = True, time.time()
    for name in names or ALL:
        for case in cases_of(name):
            found = simulate(case, case.short if short else case.simulations)
            passed &= found.allowed
            print(line(case, found), flush=True)
    print(f"{time.time() - begin:,.0f} seconds", file=sys.stderr)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
