"""A user's own texts on pages: what the sidebar says of them, what a link may name, and the dialog of an upload."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.texts.find import find, keep_upload
from core.texts.uploads import share, uploads
from tests.support.app_pages import ROOT, opened, words

PAIRS = "left;right;x;y\n" + "".join(
    f"The man {i} is here.;A man {i} is there.;{i % 6};{(i * 7) % 5}\n" for i in range(12)
)


def plain(said: str) -> str:
    """Without what keeps Markdown from reading signs in it."""
    return said.replace("\\", "")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that lies under no root."""
    (tmp_path / "root").mkdir()
    monkeypatch.setenv("ISOSCOPE_ROOTS", str(tmp_path / "root"))
    path = tmp_path / "secret.txt"
    path.write_text("root:x:0:0\nbin:x:1:1\n")
    return path


def test_the_sidebar_says_how_a_file_was_read_and_what_is_doubtful(tiny: Path, pairs_file: Path) -> None:
    app = opened("pages/layers.py", checkpoint=tiny, texts=pairs_file)
    said = plain("\n".join(caption.value for caption in app.sidebar.caption))
    assert (
        "Read as: delimited by tab; UTF-8; header on line 1; columns sentence1, sentence2, score; 8 rows used" in said
    )
    assert "So few pairs (8) bear no conclusion about scores" in said


@pytest.mark.parametrize("tail", ["", ":1", "?header=no"])
@pytest.mark.parametrize("parameter", ["texts", "to_texts"])
def test_a_link_reads_no_file_of_the_server(elsewhere: Path, tail: str, parameter: str) -> None:
    app = opened("pages/layers.py", **{parameter: f"{elsewhere}{tail}"})
    assert "There are no texts" in app.error[0].value
    assert "root:" not in words(app)


@pytest.mark.parametrize(
    ("page", "parameter"),
    [
        ("app.py", "checkpoint"),
        ("pages/layers.py", "to_checkpoint"),
        ("pages/layers.py", "with"),
        ("pages/compare.py", "second"),
        ("pages/frequency.py", "beside"),
        ("pages/frequency.py", "fit_on"),
        ("pages/paper.py", "pre"),
        ("pages/paper.py", "fine"),
    ],
)
@pytest.mark.parametrize("here", [True, False])
def test_a_link_reads_no_folder_of_the_server(
    tiny: Path, elsewhere: Path, page: str, parameter: str, here: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.ui.origin.is_here", lambda: here)
    read: list[str] = []
    located = sys.modules["core.checkpoints.locate"]
    original = located.check_folder  # type: ignore[attr-defined]
    monkeypatch.setattr(located, "check_folder", lambda folder: read.append(str(folder)) or original(folder))
    app = opened(page, **{parameter: tiny})
    assert str(tiny) not in read
    assert not any("unforeseen" in error.value for error in app.error), words(app)


@pytest.mark.parametrize("here", [True, False])
def test_a_typed_path_works_in_a_browser_on_this_machine_and_after_a_reload(
    tiny: Path, elsewhere: Path, fresh_home: Path, here: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.ui.origin.is_here", lambda: here)
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    app.session_state["linked_paths"] = set()  # the session began without them
    app.query_params.update({"checkpoint": str(tiny), "texts": str(elsewhere)})
    app.switch_page("pages/layers.py").run()
    again = opened("pages/layers.py", checkpoint=tiny, texts=elsewhere)
    for page in (app, again):
        assert ("Read as" in words(page)) == here
        assert any("from elsewhere" in error.value for error in page.error) == (not here)


def dialog() -> None:
    from pages.ui.upload import upload_dialog

    upload_dialog()


@pytest.fixture
def uploaded(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The dialog with a file in it."""

    def show(name: str, content: bytes) -> AppTest:
        given = SimpleNamespace(name=name, getvalue=lambda: content)
        monkeypatch.setattr("pages.ui.upload.st.file_uploader", lambda *_, **__: given)
        app = AppTest.from_function(dialog, default_timeout=30).run()
        assert not app.exception
        return app

    return show


def test_an_upload_is_shown_and_its_columns_and_layout_can_be_changed(uploaded: Any) -> None:
    app = uploaded("mine.csv", PAIRS.encode())
    assert "Several columns could be the score: x, y" in plain(app.info[0].value)
    assert not app.button
    score = next(box for box in app.selectbox if box.label == "Score")
    app = score.select("x").run()
    assert "12 pairs" in app.success[0].value
    app.button[0].click().run()
    (key,) = uploads()
    texts = find(key)
    assert texts.layout
    assert (texts.layout.score, texts.n_pairs) == ("x", 12)


def test_the_layout_of_an_upload_can_be_changed(uploaded: Any) -> None:
    app = uploaded("mine.csv", PAIRS.replace("man", "głąb").encode("cp1250"))
    assert "is not UTF-8 text" in app.error[0].value
    app = app.selectbox(key="upload_encoding").select("cp1250").run()
    next(box for box in app.selectbox if box.label == "Score").select("none").run()
    assert "12 pairs without scores" in app.success[0].value
    app.button[0].click().run()
    (key,) = uploads()
    assert find(key).n_unscored == 12
    assert find(key).sentences[0] == "The głąb 0 is here."


def test_what_cannot_be_read_is_said_and_not_kept(uploaded: Any) -> None:
    for name, content in (
        ("a.csv", b""),
        ("a.xls", b"\xd0\xcf\x11\xe0"),
        ("a.csv", b"1,2\n3,4\n"),
        ("a.gz", b"\x1f\x8b\x08\x00aa"),
    ):
        app = uploaded(name, content)
        assert app.error or app.info
        assert not app.button
    assert uploads() == {}


@pytest.mark.parametrize("here", [True, False])
def test_an_upload_is_listed_for_its_owner_and_for_others_when_it_is_shared(
    fresh_home: Path, here: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.ui.visitor.is_here", lambda: here)
    key = keep_upload(PAIRS.encode(), "mine.csv", ("left", "right", "x")).key

    def offered(own: set[str]) -> bool:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        app.session_state["own_uploads"] = own
        app.query_params["checkpoint"] = "all-MiniLM-L6-v2"
        app.switch_page("pages/layers.py").run()
        return key in app.selectbox(key="texts").options

    assert offered({key})
    assert offered(set()) == here
    share(key)
    assert offered(set())


def test_an_upload_can_be_shared_and_removed_in_the_dialog(fresh_home: Path) -> None:
    key = keep_upload(PAIRS.encode(), "mine.csv", ("left", "right", "x")).key
    app = AppTest.from_function(dialog, default_timeout=30)
    assert not app.run().toggle
    app.session_state["own_uploads"] = {key}
    app.run()
    assert "mine.csv" in plain(app.markdown[1].value)
    app.toggle[0].set_value(True).run()
    assert uploads()[key].shared
    app.button(key=f"remove-{key}").click().run()
    assert uploads() == {}
