"""What the five settings say of a checkpoint, or of both of a pair: a table for people, and one sentence."""

import math
from collections.abc import Mapping, Sequence

from ...numbers_in_words import change, decimals, defined, digits_of, fold, interval, isotropy_text, points, signed
from ...studies.space.overview import CheckpointOverview
from ...studies.space.settings import Inductive, KmeansSeeds, ScoreChange, SettingMeasurement
from ...tables.table import Table

Settings = Sequence[SettingMeasurement]
Labels = Mapping[str, str]


def settings_rows(settings: Settings, labels: Labels) -> Table:
    """Table 1 with its intervals; differences are against the baseline. What is fitted on other texts has a column of its own."""
    return [
        {
            "Setting": labels[row.method],
            "STS score": _score(row),
            "95 % interval": interval(*row.sts.ci95) if row.sts else "–",
            "Against baseline (95 % interval)": _against(row.difference) if number and row.difference else "–",
            "Isotropy I(W)": isotropy_text(row.isotropy.log10()) + _times(row.over_seeds),
            "Range over signs": f"{isotropy_text(row.isotropy.log10('lowest'))} to {isotropy_text(row.isotropy.log10('highest'))}",
            "IsoScore": decimals(row.measures["isoscore"]),
        }
        | _inductive_cell(row.inductive, against=number > 0)
        for number, row in enumerate(settings)
    ]


def _score(row: SettingMeasurement) -> str:
    """With its standard deviation where it is a mean over seeds of k-means."""
    if row.sts is None:
        return "–"
    of_seeds = row.over_seeds
    return points(row.sts.spearman) + (
        f" ± {of_seeds.spearman_sd:.2f}" if of_seeds and defined(of_seeds.spearman_sd) else ""
    )


def _times(of_seeds: KmeansSeeds | None) -> str:
    """The standard deviation of log10 I(W), as a factor."""
    return f" ×/÷ {10**of_seeds.log10_sd:.2f}" if of_seeds and defined(of_seeds.log10_sd) else ""


def seeds_sentence(checkpoints: Sequence[CheckpointOverview]) -> str:
    """What varies with the seed of k-means, and what of the table is exact; '' where nothing clusters."""
    clustering = [row for shown in checkpoints for row in shown.settings if row.clusters]
    if not clustering:
        return ""
    over = [row.over_seeds for row in clustering if row.over_seeds]
    elsewhere = ", and so is the column fitted on other texts" if any(row.inductive for row in clustering) else ""
    single = "one seed of k-means, and another one, or another processor, would give slightly other numbers"
    if not over:
        return f"The settings that cluster are of {single}; all others are exact."
    many = len(over[0].seeds)
    rest = (
        ""
        if len(over) == len(clustering) and not elsewhere
        else f" (where no ± stands, they are of {single}{elsewhere})"
    )
    return (
        f"The settings that cluster are means over {many} seeds of k-means, ± their standard deviation (of I(W): a factor, as its "
        f"logarithm is averaged); their intervals hold what other seeds would give, too{rest}. All others are exact."
    )


def overview_rows(checkpoints: Sequence[CheckpointOverview], labels: Labels) -> Table:
    """Table 1 of a checkpoint, or of both of a pair below each other; '…' where a column is not there yet."""
    tables = [(shown.title, settings_rows(shown.settings, labels)) for shown in checkpoints]
    if len(tables) == 1:
        return tables[0][1]
    rows = [{"Checkpoint": title} | row for title, rows in tables for row in rows]
    columns = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name, "…") for name in columns} for row in rows]


def overview_sentence(checkpoints: Sequence[CheckpointOverview], labels: Labels) -> str:
    """Whether the most isotropic setting is also the best one, of a checkpoint or of both of a pair."""
    if len(checkpoints) == 1:
        return settings_sentence(checkpoints[0], labels)
    return pair_sentence(checkpoints, labels)


def settings_sentence(shown: CheckpointOverview, labels: Labels) -> str:
    """Whether the most isotropic setting is also the best one."""
    most, moved = _most_isotropic(shown.settings)
    name, baseline = labels[most.method], shown.settings[0]
    if not baseline.sts:
        return f"On {shown.title}, the {name} setting is the most isotropic: I(W) {moved}."
    kind = "" if shown.role == "unknown" else f", a {shown.role} checkpoint"
    if most is baseline:
        return f"Not here: on {shown.title}{kind}, no setting is more isotropic than the untouched space."
    against = f" ({points(baseline.sts.spearman)})" if defined(baseline.sts.spearman) else ""
    return (
        f"{'Here the two go together' if _helps(shown.settings) else 'Not here'}: on {shown.title}{kind}, the most isotropic setting "
        f"({name}: I(W) {moved}) {_costs(most)} against the untouched space{against}."
    )


def pair_sentence(checkpoints: Sequence[CheckpointOverview], labels: Labels) -> str:
    """The same of both of a pair, the one that training began with first."""
    if not any(shown.settings[0].sts for shown in checkpoints):
        return " ".join(settings_sentence(shown, labels) for shown in checkpoints)
    answer = _ANSWERS[_helps(checkpoints[0].settings), _helps(checkpoints[1].settings)]
    names, parts = [], []
    for shown in checkpoints:
        most, baseline = _most_isotropic(shown.settings)[0], shown.settings[0]
        names.append(f" ({labels[most.method]})")
        parts.append(
            f"{_costs(most) if most is not baseline else 'is the untouched space itself'} on {shown.title}"
            + (f", from {points(baseline.sts.spearman)}" if baseline.sts and defined(baseline.sts.spearman) else "")
        )
    if names[0] == names[1]:
        return f"{answer}: the most isotropic setting{names[0]} {', and '.join(parts)}."
    return f"{answer}: the most isotropic setting {', and '.join(part + name for part, name in zip(parts, names, strict=True))}."


def chance_sentence(twin: CheckpointOverview, labels: Labels) -> str:
    """What random weights reach: a gain that they share is no finding about training."""
    scored = [(row.sts.spearman, row) for row in twin.settings if row.sts and defined(row.sts.spearman)]
    if not scored:
        return f"{twin.title} has no score on these texts."
    best, setting = max(scored, key=lambda pair: pair[0])
    return (
        f"By chance: {twin.title} scores {points(scored[0][0])} untouched and at most {points(best)} ({labels[setting.method]}). "
        "What random weights gain too says nothing about training."
    )


def inductive_sentence(checkpoints: Sequence[CheckpointOverview], labels: Labels) -> str:
    """What the two ways of fitting are, and where they are furthest apart; '' where nothing is fitted on other texts."""
    rows = [(shown, row, row.inductive) for shown in checkpoints for row in shown.settings if row.inductive]
    if not rows:
        return ""
    fitted_on = rows[0][2].fitted_on
    said = (
        "Transductive, as in the paper: each method is fitted on the very sentences that it is scored on. Inductive, the last column: "
        f"it is fitted on {fitted_on.title} ({fitted_on.n_tokens:,} tokens) and applied to these as it is. That is what a deployed "
        "encoder gets, for its users' sentences are not there when the method is fitted."
    )
    gaps = [
        (abs(there.difference.value - row.difference.value), shown.title, row, there.difference.value)
        for shown, row, there in rows
        if row.difference and there.difference and defined(row.difference.value) and defined(there.difference.value)
        if row.over_seeds is None  # a mean over seeds is not to be held against one of them
    ]
    gap, title, row, inductive = max(gaps, key=lambda each: each[0], default=(0.0, "", None, 0.0))
    if row is None or row.difference is None or not float(f"{gap:.2f}"):
        return said
    return (
        f"{said} Furthest apart here: {labels[row.method]} on {title}, {signed(inductive)} points against the untouched space "
        f"if inductive, {signed(row.difference.value)} if transductive."
    )


_ANSWERS = {
    (True, True): "Here the two go together",
    (True, False): "Before fine-tuning only",
    (False, True): "After fine-tuning only",
    (False, False): "Not here",
}


def _most_isotropic(settings: Settings) -> tuple[SettingMeasurement, str]:
    """The row, and how many times more isotropic it is than the untouched space."""
    # A space with no variance left is isotropic in name only.
    known = [row for row in settings if not math.isnan(row.isotropy.log10())] or settings
    standing = [row for row in known if not math.isnan(row.measures["participation_ratio"])] or known
    most = max(standing, key=lambda row: row.isotropy.log10())
    return most, fold(most.isotropy.log10() - settings[0].isotropy.log10())


def _helps(settings: Settings) -> bool:
    """Whether the most isotropic setting is distinguishably better than the untouched space."""
    difference = _most_isotropic(settings)[0].difference
    return difference is not None and min(difference.ci95[0], difference.value) > 0


def _costs(row: SettingMeasurement) -> str:
    return change(row.difference.value, *row.difference.ci95) if row.difference else "has no score"


def _inductive_cell(there: Inductive | None, against: bool) -> dict[str, str]:
    if there is None:
        return {}
    score = points(there.sts.spearman) if there.sts else "–"
    moved = f"; {_against(there.difference)}" if against and there.difference else ""
    return {f"Fitted on {there.fitted_on.title}: score; against baseline": score + moved}


def _against(difference: ScoreChange) -> str:
    low, high = difference.ci95
    if not (defined(difference.value) and defined(low) and defined(high)):
        return "not defined"
    digits = digits_of(difference.value, difference.ci95)
    apart = min(low, difference.value) > 0 or max(high, difference.value) < 0
    verdict = "" if apart else ", not distinguishable"
    return f"{signed(difference.value, digits)} ({interval(low, high, digits)}){verdict}"
