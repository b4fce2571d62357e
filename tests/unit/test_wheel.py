"""The wheel, installed where no checkout is: command, library and dashboard."""

import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CARRIED = ("LICENSE", "README.md", "app.py", "core", "pages", ".streamlit", "pyproject.toml", "setup.py")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built in a copy, as setuptools leaves its files beside the sources."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in CARRIED:
        subprocess.run(["cp", "-r", ROOT / name, source], check=True)
    _pip("wheel", source, "--no-deps", "--no-build-isolation", "--wheel-dir", out)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def place(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel, and sees what it needs in this one: nothing is downloaded."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    _pip("--python", folder, "install", "--no-deps", wheel)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    (packages / "needs.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin"


def test_the_wheel_holds_all_that_is_read_and_no_general_name(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"isoscope"}
    for folder, inside in (("core", "isoscope"), ("pages", "isoscope/dashboard/pages")):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix != ".pyc" and "screenshots" not in path.parts:
                assert f"{inside}/{path.relative_to(ROOT / folder)}" in names
    assert {"isoscope/dashboard/app.py", "isoscope/dashboard/.streamlit/config.toml"} <= names
    assert "isoscope/dashboard/setup.py" not in names


def test_the_command_line(place: Path, tmp_path: Path) -> None:
    assert _says(place / "isoscope", "--version", cwd=tmp_path).startswith("isoscope 0.")
    assert _says(place / "isoscope", "measure", "--help", cwd=tmp_path).startswith("usage: isoscope measure")
    assert "log10 I(W)" in _says(place / "isoscope", "measure", "--pairs", "stsb-dev:20", cwd=tmp_path)


def test_the_library(place: Path, tmp_path: Path) -> None:
    code = "import isoscope, numpy; print(isoscope.__file__, isoscope.isotropy(numpy.eye(4)).value())"
    assert re.match(r".*/site-packages/isoscope/__init__.py [\d.]+", _says(place / "python", "-c", code, cwd=tmp_path))
    code = "from isoscope.studies.selection import Selection; print(Selection().command('measure'))"
    assert _says(place / "python", "-c", code, cwd=tmp_path).startswith("isoscope measure --checkpoint small-bert")


def test_without_extras_a_command_says_what_to_install(place: Path, tmp_path: Path) -> None:
    hide = "import sys; sys.modules.update(plotly=None, streamlit=None, peft=None, sentence_transformers=None);"
    main = "from isoscope.command_line.main import main; print(main(['paper', '--html', 'a.html']))"
    assert _says(place / "python", "-c", hide + main, cwd=tmp_path) == (
        "isoscope: This needs plotly: pip install 'isoscope[dashboard]'\n1\n"
    )


def test_the_dashboard_opens_and_draws_its_first_page(place: Path, tmp_path: Path) -> None:
    with _dashboard(place, tmp_path) as address:
        assert urllib.request.urlopen(f"{address}/_stcore/health").read() == b"ok"
    page = "from streamlit.testing.v1 import AppTest; from isoscope.command_line.dashboard_command import app_file;"
    page += "app = AppTest.from_file(str(app_file()), default_timeout=300).run();"
    page += "print([e.value for e in app.exception], [t.value for t in app.title])"
    assert "[] ['" in _says(place / "python", "-c", page, cwd=tmp_path)


@contextmanager
def _dashboard(place: Path, folder: Path) -> Iterator[str]:
    """Address of the dashboard that `isoscope` opens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = os.environ | {"STREAMLIT_SERVER_PORT": str(port)}
    server = subprocess.Popen([place / "isoscope"], cwd=folder, env=given, start_new_session=True)
    try:
        for _ in range(240):
            assert server.poll() is None
            try:
                urllib.request.urlopen(f"http://localhost:{port}/_stcore/health")
                break
            except urllib.error.URLError:
                time.sleep(0.5)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(30)


def _says(*words: object, cwd: Path) -> str:
    done = subprocess.run(list(map(str, words)), cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout
    return done.stdout


def _pip(*words: object) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *map(str, words)]
    subprocess.run(command, check=True)
