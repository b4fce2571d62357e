"""A user's own pairs or corpus: upload, look at what was understood, use it."""

import streamlit as st

from core.errors import IsoscopeError
from core.texts.find import keep_upload, parse
from core.texts.user_pairs import guess_columns, read_table
from pages.ui.plain import plain


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
                guess: tuple[str, ...] = guess_columns(table)
            except IsoscopeError:
                guess = ()
            chosen = [
                column.selectbox(label, names, names.index(guess[i]) if guess else None)
                for i, (column, label) in enumerate(zip(st.columns(3), labels, strict=True))
            ]
            if None in chosen or len(set(chosen)) < 3:
                st.info("Which column is which could not be told. Choose three different ones.")
                return
            columns = (chosen[0], chosen[1], chosen[2])
        texts = parse(content, uploaded.name, "upload", columns)
    except IsoscopeError as error:
        st.error(plain(str(error)))
        return
    n, scores = texts.n_pairs, texts.scores
    st.success(f"{n:,} pairs" if n else f"{len(texts.sentences):,} sentence(s), no scores: STS results stay empty")
    if 0 < n < 50:
        st.warning("So few pairs bear no conclusion about scores: intervals will be very wide.")
    if scores is not None:
        first, second = texts.sentences[:n], texts.sentences[n:]
        preview = list(zip(first[:5], second[:5], scores[:5], strict=True))
        st.dataframe([dict(zip(labels, row, strict=True)) for row in preview], hide_index=True)
    if texts.problems:
        st.warning(f"{len(texts.problems):,} rows cannot be used:")
        st.dataframe([{"line": p.line, "why": p.reason} for p in texts.problems], hide_index=True, height=180)
    if st.button("Use these", type="primary"):
        st.session_state["uploaded_texts"] = keep_upload(content, uploaded.name, columns).key
        st.rerun()  # closes the dialog; `take_upload` runs before the widget that shows the choice


def take_upload() -> None:
    """Choose what was just uploaded."""
    if key := st.session_state.pop("uploaded_texts", None):
        st.session_state["texts"] = key
