"""The frame of every page: menu, shared selection, error boundary, footer."""

import gc
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitAPIException

from core.errors import IsoscopeError
from core.files import home_error, is_at_home
from core.logs import set_up
from core.studies.selection import Selection
from pages.ui.choose import checkpoint_and_texts
from pages.ui.origin import note_the_link
from pages.ui.plain import plain

MENU = [
    ("app.py", "Overview", ":material/home:"),
    ("pages/explore.py", "Explore", ":material/tune:"),
    ("pages/layers.py", "Layers", ":material/layers:"),
    ("pages/directions.py", "Directions", ":material/straighten:"),
    ("pages/compare.py", "Compare", ":material/compare_arrows:"),
    ("pages/frequency.py", "Frequency", ":material/bar_chart:"),
    ("pages/fine_tune.py", "Fine-tune", ":material/model_training:"),
    ("pages/paper.py", "Paper", ":material/article:"),
]
# Streamlit takes what is bound to a widget of the page that a link stands on out of the link: these go by another name.
_CARRIED = {f"to_{name}": name for name in ("checkpoint", "texts", "seeds")}
for _package in ("core", __name__.partition(".")[0]):
    set_up(logging.INFO, of=_package)
_modules = 0  # imported when the collector was spared last
_log = logging.getLogger(__name__)


def open_page(name: str, question: str) -> Selection:
    """The checkpoint and texts that all pages share, chosen in the sidebar; page, menu and title are drawn."""
    _spare_the_collector()
    note_the_link()
    _take_over()
    st.set_page_config(
        page_title=f"{name} · Isoscope", page_icon=str(Path(__file__).parent / "icon.png"), layout="wide"
    )
    st.html("<style>.stMainBlockContainer{padding-top:2.6rem;padding-bottom:3rem;max-width:1760px}</style>")
    with st.sidebar:
        st.markdown("### Isoscope\nWhat fine-tuning does to an embedding space")
        menu = st.container()
        st.divider()
        with error_boundary():
            selection = checkpoint_and_texts()
        with menu:
            for path, label, icon in MENU:
                st.page_link(path, label=label, icon=icon, query_params=shared_params(selection))
    st.title(question)
    return selection


def _spare_the_collector() -> None:
    """Let the collector pass over what imported modules hold: Streamlit runs it after every script, in the way of the next."""
    global _modules
    if len(sys.modules) > _modules + 50:
        gc.collect()
        gc.freeze()
        _modules = len(sys.modules)


def shared_params(selection: Selection, seeds: bool = False) -> dict[str, str]:
    """What a link to another page carries along; with `seeds`, mean and sd over seeds are shown there."""
    default = Selection()
    chosen = {
        name: value for name in ("checkpoint", "texts") if (value := getattr(selection, name)) != getattr(default, name)
    }
    return {f"to_{name}": value for name, value in (chosen | ({"seeds": "true"} if seeds else {})).items()}


def _take_over() -> None:
    """Put what a link carried along where the widgets look for it."""
    carried = {name: st.query_params.pop(given) for given, name in _CARRIED.items() if given in st.query_params}
    for name, value in carried.items():
        st.session_state[name] = value == "true" if name == "seeds" else value
        with suppress(
            StreamlitAPIException
        ):  # the page's own item of the menu: the widget writes its value there itself
            st.query_params[name] = value


@contextmanager
def error_boundary(stop: bool = True) -> Iterator[None]:
    """Show what went wrong instead of the part that failed; the rest of the app stays alive.

    `stop`: nothing of the page that follows makes sense without this part.
    """
    try:
        yield
    except IsoscopeError as error:
        _say(error, stop)
    except Exception as error:  # streamlit's own control flow is not an Exception
        if isinstance(error, OSError) and is_at_home(error):
            _say(home_error(error), stop)
            return
        _log.exception("A bug on this page")
        st.error(
            plain(f"Something unforeseen went wrong: {type(error).__name__}: {error}. The terminal has the details."),
            icon=":material/bug_report:",
        )
        if stop:
            st.stop()


def _say(error: IsoscopeError, stop: bool) -> None:
    st.error(plain(str(error)), icon=":material/error:")
    if stop:
        st.stop()


def headline(sentence: str) -> None:
    """Show the sentence that answers the page's question."""
    st.markdown(f"##### {plain(sentence)}")


def how_to_read(body: str) -> None:
    """Formula, convention and caveat, one click away."""
    with st.expander("How to read this", icon=":material/school:"):
        st.markdown(body)
