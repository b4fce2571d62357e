"""What the five settings say of a checkpoint: a table for people, and one sentence."""

from typing import Any

from ..numbers_in_words import change, decimals, fold, interval, isotropy_text, points, signed

Table = list[dict[str, Any]]


def settings_rows(rows: Table, labels: dict[str, str]) -> Table:
    """Table 1 with its intervals; differences are against the baseline."""
    out = []
    for row in rows:
        log10, sts, against = row["isotropy"], row["sts"], row["difference"]
        out.append(
            {
                "Setting": labels[row["method"]],
                "STS score": points(sts["spearman"]) if sts else "–",
                "95 % interval": interval(*sts["ci95"]) if sts else "–",
                "Against baseline (95 % interval)": _against(against) if against and row is not rows[0] else "–",
                "Isotropy I(W)": isotropy_text(log10["symmetric"]["log10"]),
                "Range over signs": f"{isotropy_text(log10['lowest']['log10'])} to {isotropy_text(log10['highest']['log10'])}",
                "IsoScore": decimals(row["measures"]["isoscore"]),
            }
        )
    return out


def overview_rows(halves: list[dict[str, Any]], labels: dict[str, str]) -> Table:
    """Table 1 of one checkpoint, or of both halves of a pair (each with `title`, `role` and `rows`) below each other."""
    tables = [(half["title"], settings_rows(half["rows"], labels)) for half in halves]
    if len(tables) == 1:
        return tables[0][1]
    return [{"Checkpoint": title} | row for title, rows in tables for row in rows]


def overview_sentence(halves: list[dict[str, Any]], labels: dict[str, str]) -> str:
    """Whether the most isotropic setting is also the best one, of one checkpoint or of both halves of a pair."""
    if len(halves) == 1:
        half = halves[0]
        return settings_sentence(half["rows"], labels, half["title"], half["role"])
    return pair_sentence([(half["rows"], half["title"]) for half in halves], labels)


def settings_sentence(rows: Table, labels: dict[str, str], title: str, role: str) -> str:
    """Whether the most isotropic setting is also the best one."""
    most, moved = _most_isotropic(rows)
    name = labels[most["method"]]
    if not rows[0]["sts"]:
        return f"On {title}, the {name} setting is the most isotropic: I(W) {moved}."
    kind = "" if role == "unknown" else f", a {role} checkpoint"
    return (
        f"{'Here the two go together' if _helps(rows) else 'Not here'}: on {title}{kind}, the most isotropic setting "
        f"({name}: I(W) {moved}) {_costs(most)} against the untouched space ({points(rows[0]['sts']['spearman'])})."
    )


def pair_sentence(halves: list[tuple[Table, str]], labels: dict[str, str]) -> str:
    """The same of both halves of a pair, each as (rows, title), the one that training began with first."""
    if not any(rows[0]["sts"] for rows, _ in halves):
        return " ".join(settings_sentence(rows, labels, title, "unknown") for rows, title in halves)
    answer = _ANSWERS[_helps(halves[0][0]), _helps(halves[1][0])]
    names, parts = [], []
    for rows, title in halves:
        most, _ = _most_isotropic(rows)
        names.append(f" ({labels[most['method']]})")
        parts.append(
            f"{_costs(most)} on {title}" + (f", from {points(rows[0]['sts']['spearman'])}" if rows[0]["sts"] else "")
        )
    if names[0] == names[1]:
        return f"{answer}: the most isotropic setting{names[0]} {', and '.join(parts)}."
    return f"{answer}: the most isotropic setting {', and '.join(part + name for part, name in zip(parts, names, strict=True))}."


_ANSWERS = {
    (True, True): "Here the two go together",
    (True, False): "Before fine-tuning only",
    (False, True): "After fine-tuning only",
    (False, False): "Not here",
}


def _most_isotropic(rows: Table) -> tuple[dict[str, Any], str]:
    """The row, and how many times more isotropic it is than the untouched space."""
    # A space with no variance left is isotropic in name only.
    standing = [row for row in rows if row["measures"]["participation_ratio"] is not None] or rows
    most = max(standing, key=lambda row: row["isotropy"]["symmetric"]["log10"])
    return most, fold(most["isotropy"]["symmetric"]["log10"] - rows[0]["isotropy"]["symmetric"]["log10"])


def _helps(rows: Table) -> bool:
    """Whether the most isotropic setting is distinguishably better than the untouched space."""
    found = _most_isotropic(rows)[0]["difference"]
    return bool(found and found["ci95"][0] is not None and found["ci95"][0] > 0)


def _costs(row: dict[str, Any]) -> str:
    found = row["difference"]
    return change(found["value"], *found["ci95"]) if found else "has no score"


def _against(found: dict[str, Any]) -> str:
    low, high = found["ci95"]
    if low is None or high is None:
        return "not defined"
    verdict = ", not distinguishable" if low <= 0 <= high else ""
    return f"{signed(found['value'])} ({interval(low, high)}){verdict}"
