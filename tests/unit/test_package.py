"""What is installed: its names, its needs, its files, and how little an import costs."""

import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from core.extras import EXTRAS, extra_with
from core.licences import licences
from core.licences import needed as needed_packages
from core.program import PROGRAM

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HEAVY = {"torch", "transformers", "streamlit", "plotly", "peft", "sentence_transformers", "datasets", "umap", "numba"}


def test_needs_are_those_of_requirements_from_the_tested_version_on() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    tested = {needed.name: needed for needed in map(Requirement, (line for line in lines if line and line[0] != "#"))}
    extras = PROJECT["optional-dependencies"]
    declared = [*PROJECT["dependencies"], *extras["dashboard"], *extras["train"]]
    assert sorted(declared) == sorted(f"{name}>={tested[name].specifier}".replace("==", "") for name in tested)


def test_the_lock_has_every_pin_and_a_hash_for_each_package() -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    locked: dict[str, list[str]] = {}
    for entry in (entry for entry in entries if not entry.startswith("#")):
        needed = Requirement(entry.partition("\\")[0])
        assert re.fullmatch(r"==[\w.+]+", str(needed.specifier)), entry[:80]
        assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", entry)) >= 1, entry[:80]
        locked.setdefault(canonicalize_name(needed.name), []).append(str(needed.specifier))
    pinned = re.findall(r"^([\w-]+)(==\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    assert {name: [pin] for name, pin in pinned if name != "torch"}.items() <= locked.items()
    assert not [name for name in locked if re.match(r"torch|triton|nvidia|cuda", name)]  # of one of torch's builds
    assert needed_packages() - {"torch"} <= set(locked) | {
        name for name in needed_packages() if name.startswith("nvidia")
    }


def test_what_runs_has_licences() -> None:
    told = {licence.name: licence for licence in licences()}
    assert told["weights of small-bert"].licence == "CC0-1.0"
    assert told["isoscope"].licence == PROJECT["license"]
    assert not [licence.name for licence in told.values() if not licence.licence]
    assert {"torch", "transformers", "streamlit", "starlette"} <= set(told)


def test_every_extra_is_known_by_what_it_lets_import() -> None:
    assert set(EXTRAS) == set(PROJECT["optional-dependencies"])
    assert extra_with("plotly") == "dashboard"
    assert extra_with("peft") == "train"
    assert extra_with("numpy") is None


def test_data_to_get_is_what_the_checkout_sets_up() -> None:
    pinned = re.findall(r"^\S+==[\d.]+", (ROOT / "requirements-data.txt").read_text(encoding="utf-8"), re.M)
    source = (ROOT / "core/program.py").read_text(encoding="utf-8")
    assert all(pin in source for pin in pinned)


def test_in_a_checkout_commands_are_those_of_the_checkout() -> None:
    assert PROGRAM == "python -m core"


def test_nothing_of_a_general_name_is_installed() -> None:
    setup = _setup()
    assert {name.partition(".")[0] for name in setup.packages()} == {"isoscope"}
    folders = {path.parent for path in [*ROOT.glob("core/**/*.py"), *ROOT.glob("pages/**/*.py")]}
    assert len(setup.packages()) == len(folders) + 1  # and the top level, for app.py


def test_the_dashboards_imports_get_the_installed_names() -> None:
    source = (
        "import core\nfrom core.texts import find\n    from pages.ui.page import MENU\nst.page_link('pages/a.py')\n"
    )
    assert _setup().as_installed(source) == (
        "import isoscope\nfrom isoscope.texts import find\n    from isoscope.dashboard.pages.ui.page import MENU\n"
        "st.page_link('pages/a.py')\n"
    )


def test_core_imports_relatively() -> None:
    absolute = re.compile(r"^\s*(from|import) (core|pages)\b", re.M)
    assert not [path for path in ROOT.glob("core/**/*.py") if absolute.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("module", ["core", "core.api", "core.command_line.main"])
def test_an_import_loads_nothing_heavy(module: str) -> None:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", f"import {module}"], cwd=ROOT, capture_output=True, text=True
    )
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in told.stderr.splitlines()}
    assert told.returncode == 0
    assert not loaded & HEAVY


def _setup():
    sys.path.insert(0, str(ROOT))
    try:
        return import_module("setup")
    finally:
        sys.path.remove(str(ROOT))
