"""A user's own texts: upload, look at what was understood, change it, use it."""

import hashlib

import streamlit as st

from core.errors import IsoscopeError, TextError
from core.texts import Texts
from core.texts.find import keep_upload, of_table
from core.texts.reading import Options, Table, read_apart
from core.texts.reading.columns import NONE, SeveralScores, roles_of
from core.texts.reading.options import DELIMITERS, HEADERS
from pages.ui.plain import plain
from pages.ui.upload_list import upload_list
from pages.ui.visitor import remember_own

_ENDINGS = ["csv", "tsv", "tab", "txt", "md", "jsonl", "ndjson", "json", "parquet", "xlsx", "gz", "bz2", "xz", "zip"]
_ENCODINGS = ["", "utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "shift_jis", "gb18030", "big5", "euc_kr"]
_LABELS = ("First sentence", "Second sentence", "Score")
Columns = tuple[str, str, str]


@st.dialog("Your own texts", width="large")
def upload_dialog() -> None:
    """Scored pairs, pairs without scores or a corpus, in most forms that tables come in; nothing leaves this machine."""
    st.markdown(
        "**Pairs**: two sentences and a similarity score of any scale. **Corpus**: one sentence a line or row, no score. "
        "CSV, TSV, JSON, Parquet, Excel or plain text, also packed. Nothing leaves this machine."
    )
    uploaded = st.file_uploader("File", type=_ENDINGS, key="upload_file")
    if uploaded is None:
        upload_list()
        return
    content, options = uploaded.getvalue(), _options()
    try:
        table = _table(uploaded.name, options, hashlib.sha256(content).hexdigest(), content)
        columns = _columns(table)
        if columns is None:
            return
        texts = of_table(table, "upload", uploaded.name, columns, options)
    except IsoscopeError as error:
        st.error(plain(str(error)))
        return
    _show(texts)
    if st.button("Use these", type="primary"):
        try:
            key = keep_upload(content, uploaded.name, columns, options).key
        except IsoscopeError as error:
            st.error(plain(str(error)))
            return
        remember_own(key)
        st.session_state["uploaded_texts"] = key
        st.rerun()  # closes the dialog; `take_upload` runs before the widget that shows the choice


@st.cache_resource(max_entries=2, show_spinner="Reading …")
def _table(name: str, options: Options, digest: str, _content: bytes) -> Table:
    """A file's table; every click in the dialog asks for it again."""
    return read_apart(_content, name, options)


def _options() -> Options:
    """How the file is laid out, where somebody knows it better than the evidence."""
    with st.expander("Layout: told by the content unless you choose"):
        row = st.columns(3)
        delimiter = row[0].selectbox("Delimiter", ["", *DELIMITERS], format_func=_or_told, key="upload_delimiter")
        encoding = row[1].selectbox("Encoding", _ENCODINGS, format_func=_or_told, key="upload_encoding")
        header = row[2].selectbox("Header", ["", *HEADERS], format_func=_or_told, key="upload_header")
    return Options(delimiter or "", encoding or "", header or "")


def _or_told(choice: str) -> str:
    return choice or "as told by the content"


def _columns(table: Table) -> Columns | None:
    """Which column is what: told by names and content, and to be changed; None while it is not known."""
    told: tuple[str | None, ...] = (None, None, None)
    try:
        told = roles_of(table).columns
    except TextError as error:
        told = (error.first, error.second, None) if isinstance(error, SeveralScores) else told
        st.info(plain(f"{str(error).split('. ')[0]}. Choose below."))
    names = list(table.columns)
    chosen = [
        column.selectbox(
            label,
            options := names if i == 0 else [*names, NONE],
            None if (name := told[i]) is None else options.index(name),
            format_func=lambda name: "none" if name == NONE else name,
            key=f"upload_column_{i}_{hash(table.columns)}",
        )
        for i, (column, label) in enumerate(zip(st.columns(3), _LABELS, strict=True))
    ]
    st.caption("The first three rows of the table")
    st.dataframe(
        [dict(zip(names, (cell[:200] for cell in cells), strict=False)) for _, cells in table.rows[:3]], hide_index=True
    )
    given = [name for name in chosen if name != NONE]
    if None in chosen or len(set(given)) < len(given):
        st.info("Choose a column for each, all different.")
        return None
    return str(chosen[0]), str(chosen[1]), str(chosen[2])


def _show(texts: Texts) -> None:
    """What was understood: how many of what, the first of them, and what is doubtful."""
    n = texts.n_pairs or texts.n_unscored
    if texts.n_pairs:
        st.success(f"{n:,} pairs")
    else:
        what = f"{n:,} pairs without scores" if n else f"{len(texts.sentences):,} sentence(s)"
        st.success(f"{what}: STS results stay empty")
    if texts.layout:
        st.caption(plain(f"Read as: {texts.layout.in_words}."))
        for note in texts.layout.notes:
            st.info(plain(note[:1].upper() + note[1:] + "."))
        for doubt in texts.doubts:
            st.warning(plain(doubt[:1].upper() + doubt[1:] + "."))
    if n:
        scores = [""] * 3 if texts.scores is None else [f"{score:g}" for score in texts.scores[:3]]
        rows = zip(texts.sentences[:3], texts.sentences[n : n + 3], scores, strict=False)
        st.dataframe([dict(zip(_LABELS, row, strict=True)) for row in rows], hide_index=True)
    if texts.problems:
        st.warning(f"{len(texts.problems):,} rows cannot be used:")
        shown = [{"line": problem.line, "why": problem.reason} for problem in texts.problems[:1000]]
        st.dataframe(shown, hide_index=True, height=180)


def take_upload() -> None:
    """Choose what was just uploaded."""
    if key := st.session_state.pop("uploaded_texts", None):
        st.session_state["texts"] = key
