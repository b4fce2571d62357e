"""What a replication says: numbers of a cell or finding in words, and the sentence that sums it up."""

from ..findings.finding import Companion
from ..findings.verdict import DEPENDS, EQUIVALENT, FAILS, HOLDS, UNCLEAR, UNTESTED
from ..geometry.post_processing import methods
from ..numbers_in_words import decimals, isotropy_text, points, signed
from .answer import CellResult, PaperStudy
from .findings import FindingResult


def performance_text(cell: CellResult) -> str:
    """'84.41', with the standard deviation over several measurements."""
    sd = cell.performance_sd
    return points(cell.performance) + (f" ± {sd:.2f}" if sd is not None else "")


def isotropy_cell(cell: CellResult) -> str:
    """I(W), with the standard deviation of its decimal logarithm over several measurements."""
    sd = cell.log10_isotropy_sd
    return isotropy_text(cell.log10_isotropy["symmetric"]) + (f" (log10 ± {sd:.2f})" if sd else "")


def setting_name(cell: CellResult) -> str:
    """'Global, D = 12', 'Cluster-based, 350 least of 384 (700 of 768)'."""
    label = methods()[cell.method].label
    if cell.least:
        scaled = "" if cell.dim == 768 else f" (the share of {cell.least} of 768)"
        return f"{label}, {cell.directions} least of {cell.dim}{scaled}"
    return f"{label}, D = {cell.directions}" if cell.directions else label


def finding_value(row: FindingResult) -> str:
    """'+1.26 points (95 % interval +0.82 to +1.75), above zero in 180 of 206 specifications'."""
    if not row.specifications:
        return "these texts have no gold scores" if "points" in row.unit else "nothing could be measured"
    interval = f" (95 % interval {signed(row.ci95[0])} to {signed(row.ci95[1])})" if row.ci95 else ""
    return f"{signed(row.value)} {row.unit}{interval}, {in_how_many(row)}"


def in_how_many(row: FindingResult) -> str:
    """'above zero in 180 of 206 specifications'."""
    return f"above zero in {row.positive:,} of {row.specifications:,} specification{'' if row.specifications == 1 else 's'}"


def finding_sentence(row: FindingResult) -> str:
    """The three levels, what was varied, the smallest effect that matters, and what a reader must see beside the verdict."""
    if not row.specifications:
        return f"Measured: {row.level}."
    varied = [row.axes[axis] for axis in row.axes if any(one.axis == axis for one in row.by_axis)]
    over = f" Varied: {', '.join(varied)}." if varied else ""
    depends = f" It {row.depends}." if row.depends else ""
    levels = f"{decimals(row.pre_trained, 2)} pre-trained, {decimals(row.fine_tuned, 2)} fine-tuned"
    by_text = [f"{one.level} {signed(one.value)}" for one in row.by_axis if one.axis == "texts"]
    over += f" By text: {', '.join(by_text)}." if by_text else ""
    beside = f" Beside it: {companion_text(row.companions[0])}" if row.companions else ""
    return (
        f"{row.level[0].upper()}{row.level[1:]}: {levels}, {untrained_text(row)}.{over}{depends} "
        f"Smallest effect that matters: {row.smallest:g} {row.unit}.{beside}"
    )


def untrained_text(row: FindingResult) -> str:
    """'53.10 ± 0.40 untrained (3 seeds)'."""
    twin = row.untrained
    if twin is None:
        return "no untrained checkpoint beside it"
    sd = f" ± {twin.sd:.2f}" if twin.sd is not None else ""
    return f"{decimals(twin.value, 2)}{sd} untrained ({twin.seeds} seed{'' if twin.seeds == 1 else 's'})"


def companion_text(one: Companion) -> str:
    """What stands beside a finding and does not decide, in a sentence."""
    interval = f" ({signed(one.ci95[0])} to {signed(one.ci95[1])})" if one.ci95 else ""
    return f"{one.name}: {signed(one.value)}{interval}, above zero in {one.positive:,} of {one.n:,}."


def companion_lines(row: FindingResult) -> list[str]:
    """All that stands beside a finding, and its notes."""
    return [*map(companion_text, row.companions), *row.notes]


def published_findings(row: FindingResult) -> str:
    """What the test gives on the paper's own tables; '' where these have nothing of the kind."""
    if not row.published:
        return ""
    values = " and ".join(f"{signed(value)} for {model}" for model, value in row.published.items())
    return f"From the published tables (D = 12): {values}."


def paper_sentence(result: PaperStudy) -> str:
    """How many of the findings hold for this pair."""
    verdicts = [row.verdict for row in result.findings]
    held = verdicts.count(HOLDS)
    pre, *fine = (one.title for one in result.checkpoints)
    seeds = f" (mean of {len(fine)} seeds)" if len(fine) > 1 else ""
    counted = [
        (verdicts.count(FAILS), "does not hold", "do not hold"),
        (
            sum(one.startswith(DEPENDS) for one in verdicts),
            "depends on how it is measured",
            "depend on how they are measured",
        ),
        (verdicts.count(EQUIVALENT), "makes no difference that matters", "make no difference that matters"),
        (verdicts.count(UNCLEAR), "cannot be told", "cannot be told"),
        (verdicts.count(UNTESTED), "cannot be tested", "cannot be tested"),
    ]
    others = [f"{number} {many if number > 1 else single}" for number, single, many in counted if number]
    return (
        f"{held} of the paper's {len(verdicts)} findings hold for {pre} and {fine[0]}{seeds}"
        + (f"; {', '.join(others)}" if others else "")
        + "."
    )


def remarks(result: PaperStudy) -> list[str]:
    """What sets this pair apart from the paper's, and what is to be known of a user's texts."""
    pre, *fine = result.checkpoints
    lines = []
    if pre.role == "fine-tuned":
        lines.append(
            f"{pre.title} is itself fine-tuned, as a sentence encoder: the half that the paper calls pre-trained was not what the "
            "paper means by it here, and findings that contrast the two halves speak of one fine-tuning on top of another."
        )
    strangers = [one.title for one in fine if one.fine_tuned_from not in ("", pre.checkpoint)]
    if strangers:
        lines.append(f"{', '.join(strangers)} was not fine-tuned from {pre.title}, but from another checkpoint.")
    return [*lines, *(f"Texts: {line}." for line in result.data.told)]


TABLE_NOTE = (
    "Score in points, ± standard deviation over seeds of k-means (and of training); below it I(W), sign-free. "
    "Bold: the row's highest. Italics: published. Grey: untrained, ± over its seeds."
)


def p_text(value: float | None) -> str:
    """'0.83', '0.021', '0.0002', '< 0.0001'; no p-value of a bootstrap is below 2 / (draws + 1)."""
    if value is None:
        return "–"
    if value < 0.0001:
        return "< 0.0001"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}" if value >= 0.01 else f"{value:.4f}"
