"""The slider of removed directions: a drag is answered in the browser, a release also by the server."""

from pathlib import Path

import streamlit as st

from core.codec import to_json
from core.figures.style import ROLE
from core.sentences.removal.slider import removal_texts
from core.studies.removal.curve import Curve

_HERE = Path(__file__).parent
_HTML = """<div class="wrap"><p class="sentence" role="status"></p>
<div class="top"><label for="k"></label><span><input class="exact" type="number" min="0" step="1"
aria-label="Directions removed, exact number"> of <span class="most"></span></span></div>
<input id="k" class="slide" type="range" min="0" step="1"><div class="tiles"></div></div>"""
_COMPONENT = st.components.v2.component(
    "isoscope_removal_slider",
    html=_HTML,
    css=(_HERE / "removal_slider.css").read_text(encoding="utf-8"),
    js="".join((_HERE / name).read_text(encoding="utf-8") for name in ("overlay.js", "removal_slider.js")),
)
_TILES = [
    {
        "name": "Isotropy I(W)",
        "key": "isotropy",
        "note": "",
        "help": "Symmetric convention: smallest over largest F(u), over both signs of every eigenvector u. 1 = isotropic.",
    },
    {
        "name": "Range over signs",
        "key": "range",
        "note": "",
        "help": "Eigenvectors have no sign; this is what I(W) can be, depending on the signs.",
    },
    {
        "name": "STS score, points",
        "key": "score",
        "note": "",
        "waiting": "…",
        "help": "100 × Spearman correlation of cosine and gold score; 95 % bootstrap interval over pairs, those that share a sentence together.",
    },
    {
        "name": "Change from centred",
        "key": "difference",
        "note": "",
        "waiting": "…",
        "help": "Against the centred space with nothing removed; paired bootstrap.",
    },
]


def chosen_k(most: int) -> int:
    """The slider's position: what was dragged to last, else what the link says, else the paper's 12."""
    state = st.session_state.get("removal_slider")
    k = state.get("k") if state else None
    if k is None:
        given = st.query_params.get("directions", "12")
        k = int(given) if given.isdecimal() and len(given) < 6 else 12
    return max(0, min(int(k), most))


def removal_slider(curve: Curve, end: str, role: str, k: int, exact: dict[str, str], target: str) -> None:
    """Draw the slider over the curve of an end.

    Parameters
    ----------
    curve : Curve
    end, role : str
    k : int
        Where it stands.
    exact : dict of str to str
        What the bootstrap says at k (`exact_texts`).
    target : str
        Key of the figure that the cursor lies over.
    """
    scored = curve.spearman is not None
    cursors = [{"y": "yaxis", "values": to_json(10**curve.log10)}]
    if scored:
        cursors.append({"y": "yaxis2", "values": to_json(curve.spearman)})
    _COMPONENT(
        key="removal_slider",
        data={
            "max": len(curve.log10) - 1,
            "value": k,
            "label": f"{'Most' if end == 'dominant' else 'Least'} dominant directions removed",
            "texts": removal_texts(curve, end, role),
            "tiles": _TILES if scored else _TILES[:2],
            "exact": {"k": k} | exact,
            "cursors": cursors,
            "colour": ROLE[role],
            "target": target,
        },
        default={"k": k},
        on_k_change=lambda: None,
    )
    if st.query_params.get("directions", "12") != str(k):
        st.query_params["directions"] = str(k)
