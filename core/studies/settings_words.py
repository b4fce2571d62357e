"""What the five settings say of a checkpoint: a table for people, and one sentence."""

from typing import Any

from core.words import change, decimals, fold, interval, isotropy_text, points, signed

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


def settings_sentence(rows: Table, labels: dict[str, str], title: str, role: str) -> str:
    """Whether the most isotropic setting is also the best one."""
    base = rows[0]
    # A space with no variance left is isotropic in name only.
    standing = [row for row in rows if row["measures"]["participation_ratio"] is not None] or rows
    most = max(standing, key=lambda row: row["isotropy"]["symmetric"]["log10"])
    name = labels[most["method"]]
    moved = fold(most["isotropy"]["symmetric"]["log10"] - base["isotropy"]["symmetric"]["log10"])
    if not base["sts"]:
        return f"On {title}, the {name} setting is the most isotropic: I(W) {moved}."
    found = most["difference"]
    low, high = found["ci95"]
    answer = "Here the two go together" if low is not None and low > 0 else "Not here"
    kind = "" if role == "unknown" else f", a {role} checkpoint"
    return (
        f"{answer}: on {title}{kind}, the most isotropic setting ({name}: I(W) {moved}) {change(found['value'], low, high)} "
        f"against the untouched space ({points(base['sts']['spearman'])})."
    )


def _against(found: dict[str, Any]) -> str:
    low, high = found["ci95"]
    if low is None or high is None:
        return "not defined"
    verdict = ", not distinguishable" if low <= 0 <= high else ""
    return f"{signed(found['value'])} ({interval(low, high)}){verdict}"
