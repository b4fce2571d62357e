"""A user's own pairs or corpus: upload, look at what was understood, use it."""

import streamlit as st

from core.errors import IsoscopeError
from core.texts.find import keep_upload, parse
from core.texts.user_pairs import guess_columns, read_table


@st.dialog("Your own texts", width="large")
def upload_dialog() -> None:
    """Pairs (CSV, TSV, JSONL) or a corpus (TXT, one sentence a line); nothing leaves this machine."""
    st.markdown(
        "**Pairs** (.csv, .tsv, .jsonl): two sentences and a similarity score of any scale. "
        "**Corpus** (.txt): one sentence a line, no score. UTF-8. Nothing leaves this machine."
    )
    uploaded = st.file_uploader("File", type=["csv", "tsv", "jsonl", "txt"], key="upload_file")
    if uploaded is None:
        return
    content, columns, labels = uploaded.getvalue(), None, ("First sentence", "Second sentence", "Score")
    try:
        if not uploaded.name.lower().endswith(".txt"):
            table = read_table(content, uploaded.name)
            names = list(table.columns)
            try:
                guess = guess_columns(table)
            except IsoscopeError as error:
                st.warning(str(error))
                guess = (names[0], names[min(1, len(names) - 1)], names[-1])
            chosen = [
                c.selectbox(label, names, names.index(g))
                for c, label, g in zip(st.columns(3), labels, guess, strict=True)
            ]
            columns = (chosen[0], chosen[1], chosen[2])
        texts = parse(content, uploaded.name, "upload", columns)
    except IsoscopeError as error:
        st.error(str(error))
        return
    n, scores = texts.n_pairs, texts.scores
    st.success(f"{n:,} pairs" if n else f"{len(texts.sentences):,} sentences (no score, so no STS results)")
    if scores is not None:
        first, second = texts.sentences[:n], texts.sentences[n:]
        preview = list(zip(first[:5], second[:5], scores[:5], strict=True))
        st.dataframe([dict(zip(labels, row, strict=True)) for row in preview], hide_index=True)
    if texts.problems:
        st.warning(f"{len(texts.problems):,} rows cannot be used:")
        st.dataframe([{"line": p.line, "why": p.reason} for p in texts.problems], hide_index=True, height=180)
    st.button("Use these", type="primary", on_click=_use, args=(content, uploaded.name, columns))


def _use(content: bytes, name: str, columns: tuple[str, str, str] | None) -> None:
    st.session_state["texts"] = keep_upload(content, name, columns).key
