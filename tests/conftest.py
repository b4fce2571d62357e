"""A home of its own for every run, and tiny checkpoints; the real ones are encoded once for all slow tests."""

import importlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core import registry
from core.studies.selection import Selection
from tests.support.tiny_models import save_tiny

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ["HF_HUB_OFFLINE"] = "0"

PAIRS = """sentence1\tsentence2\tscore
The man is playing a guitar.\tA man plays guitar.\t4.8
A woman is riding a horse.\tThe woman rides a horse on a beach.\t4.0
A dog is eating.\tThe cat is eating in the garden.\t2.2
A man is riding a horse.\tA woman is playing the guitar.\t1.0
The cat and the dog don't play.\tA cat is on the horse!\t0.6
In 2009 the man was eating.\tThe man ate in 2009.\t4.4
A horse is riding a man?\tThe man is a horse.\t1.8
The guitar, the dog and the cat.\tDogs, cats - and guitars.\t3.6
"""


@pytest.fixture(scope="session", autouse=True)
def _session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that tests keep goes to the user's own folder; links on pages may name the files that tests write."""
    before = os.environ.get("ISOSCOPE_HOME")
    os.environ["ISOSCOPE_ROOTS"] = str(tmp_path_factory.getbasetemp())
    os.environ["ISOSCOPE_HOME"] = str(tmp_path_factory.mktemp("isoscope"))
    yield
    shutil.rmtree(os.environ["ISOSCOPE_HOME"], ignore_errors=True)
    os.environ.pop("ISOSCOPE_HOME") if before is None else os.environ.update(ISOSCOPE_HOME=before)


@pytest.fixture
def fresh_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that only this test has."""
    home = tmp_path / "home"
    monkeypatch.setenv("ISOSCOPE_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a BERT of 2 layers x 32 dimensions."""
    return save_tiny(tmp_path_factory.mktemp("tiny") / "tiny-bert")


@pytest.fixture(scope="session")
def pairs_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight scored pairs."""
    path = tmp_path_factory.mktemp("texts") / "pairs.tsv"
    path.write_text(PAIRS, encoding="utf-8")
    return path


@pytest.fixture
def tiny_selection(tiny: Path, pairs_file: Path) -> Selection:
    """The tiny checkpoint reading the eight pairs; two clusters are all that so few tokens bear."""
    return Selection(checkpoint=str(tiny), texts=str(pairs_file), directions=2, clusters=2)


@pytest.fixture
def one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str, str], None]]:
    """Puts one more file into a package of declarations: (package, module, source); a folder beside it, for this test."""
    added = []

    def add(package: str, module: str, source: str) -> None:
        folder = tmp_path / package
        folder.mkdir(exist_ok=True)
        (folder / f"{module}.py").write_text(source, encoding="utf-8")
        parent = importlib.import_module(package)
        if str(folder) not in parent.__path__:
            monkeypatch.setattr(parent, "__path__", [*parent.__path__, str(folder)])
        registry._modules.cache_clear()
        added.append((parent, module))

    yield add
    for parent, module in added:
        sys.modules.pop(f"{parent.__name__}.{module}", None)
        parent.__dict__.pop(module, None)
    registry._modules.cache_clear()
