"""Declarations are found in sub-packages too, and two of one key are an error."""

import sys
from pathlib import Path

import pytest

from core import registry
from core.errors import UsageError
from core.geometry.measure import Measure

DECLARATION = """
from core.geometry.measure import Measure
{name} = Measure("{key}", "label", "meaning", "formula", "reference", lambda known: 0.0, order={order})
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "declaring_package"
    (folder / "below").mkdir(parents=True)
    for path in (folder, folder / "below"):
        (path / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for name in [name for name in sys.modules if name.startswith("declaring_package")]:
        del sys.modules[name]
    registry._modules.cache_clear()


def declare(path: Path, key: str, order: int = 0) -> None:
    path.write_text(DECLARATION.format(name=key.upper(), key=key, order=order), encoding="utf-8")


def test_sub_packages_are_walked_and_order_counts(package: Path) -> None:
    declare(package / "first.py", "late", order=2)
    declare(package / "below" / "second.py", "early", order=1)
    assert list(registry.declared("declaring_package", Measure)) == ["early", "late"]


def test_two_declarations_with_one_key_name_both_files(package: Path) -> None:
    declare(package / "first.py", "same")
    declare(package / "below" / "second.py", "same")
    with pytest.raises(ValueError, match=r"(?s)'same'.*(first|second)\.py.*(first|second)\.py"):
        registry.declared("declaring_package", Measure)


def test_what_another_module_imports_is_no_second_declaration(package: Path) -> None:
    declare(package / "first.py", "once")
    (package / "user.py").write_text("from declaring_package.first import ONCE\n", encoding="utf-8")
    assert list(registry.declared("declaring_package", Measure)) == ["once"]


def test_an_unknown_key_is_told_with_the_valid_ones(package: Path) -> None:
    declare(package / "first.py", "one")
    with pytest.raises(UsageError, match=r"Unknown measure 'two'. Choose one of: one"):
        registry.pick(registry.declared("declaring_package", Measure), "two", "measure")
