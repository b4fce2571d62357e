"""Speed against named peers: `python -m tests.benchmarks [isotropy] [removal_curve] [encoding] [training] [slider]`."""

import importlib
import sys

ALL = ("isotropy", "removal_curve", "encoding", "training", "slider")


def main(names: list[str]) -> int:
    """Run the benchmarks of those names, all if none is given; 1 when a target is missed."""
    if unknown := [name for name in names if name not in ALL]:
        print(f"There is no benchmark {', '.join(unknown)}. Choose from: {', '.join(ALL)}.", file=sys.stderr)
        return 2
    met = [importlib.import_module(f"tests.benchmarks.{name}").run() for name in names or ALL]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
