"""What directions encode, factor by factor, and the tokens at a direction's ends."""

import numpy as np
import streamlit as st

from core.figures.removal.factors import factors_figure
from core.numbers_in_words import decimals
from core.sentences.removal.directions import factors_sentence
from core.studies.removal.factors import ENCODED_FACTORS, SHOWN, EncodedFactors
from core.tables import removal as tables
from core.tokens.factors import FACTORS, EndToken, ends
from pages.ui.ask import ask
from pages.ui.page import headline
from pages.ui.plain import plain
from pages.ui.removal.chosen import Chosen, plot, removal_of
from pages.ui.view import Shown, View

HELP = """
R² (η² for genre) of the tokens' coordinate on a direction with a factor. It is a correlation: a direction can encode what was not asked.
"""


def draw(chosen: Chosen) -> Shown | None:
    """Sentence, heat map, what the factors mean, and the tokens at the ends of a direction."""
    answer = ask(ENCODED_FACTORS, chosen.first, quick=True)
    if answer is None:
        return None
    headline(factors_sentence(answer))
    figure = factors_figure(answer, SHOWN)
    plot(figure, "factors", "Share of each leading direction's variance that each factor explains")
    _meanings(answer)
    _ends(chosen, answer.rank)
    return Shown(lambda: tables.factors(answer), lambda: figure, ENCODED_FACTORS.command(chosen.first))


def _meanings(answer: EncodedFactors) -> None:
    st.caption("\n".join(f"- **{name}**: {meaning}" for name, meaning in FACTORS.items() if name in answer.share))
    of_sentences = " and ".join(
        f"{name} {100 * np.nanmax(values[:SHOWN]):.1f} %" for name, values in answer.chance_of_sentences.items()
    )
    st.caption(
        f"- **gold score**: R² of the human score with the term that the direction adds to the cosine. "
        f"By chance R² is {100 * answer.chance:.3f} % over {answer.n_tokens:,} independent tokens. Tokens of a sentence are "
        f"alike, so that what belongs to sentences explains more by chance, on a direction at most: {of_sentences}."
    )


@st.fragment
def _ends(chosen: Chosen, rank: int) -> None:
    number = int(
        st.number_input("Tokens at the two ends of direction", 1, rank, 1, key="direction", bind="query-params")
    )
    selection, spectrum = chosen.first, removal_of(chosen.first, chosen.space, chosen.texts).spectrum
    direction = spectrum.principal.vectors[:, number - 1]
    outermost = ends(chosen.space, chosen.texts, selection.layer, selection.tokens, spectrum.mean, direction)
    left, right = st.columns(2)
    with left:
        _tokens("Negative end", outermost.low)
    with right:
        _tokens("Positive end", outermost.high)


def _tokens(title: str, tokens: tuple[EndToken, ...]) -> None:
    st.markdown(f"**{title}**")
    rows = [
        {
            "word": plain(token.word),
            "coordinate": decimals(token.coordinate, 2),
            "in its sentence": _bold(token.context),
        }
        for token in tokens
    ]
    st.table(rows, hide_index=True)


def _bold(context: str) -> str:
    """Plotly's mark-up of a token in its sentence, as markdown."""
    before, _, rest = context.partition("<b>")
    token, _, after = rest.partition("</b>")
    unescaped = [
        part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for part in (before, token, after)
    ]
    return f"{plain(unescaped[0])}**{plain(unescaped[1])}**{plain(unescaped[2])}"


VIEW = View("encodes", draw, HELP, ("layer", "tokens"))
