"""The README's examples do what it says."""

import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import core
from core.command_line.main import _parser
from core.geometry.measure import Measure, measures
from core.geometry.moments import moments

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_measure_is_one_file(one_file: Callable[[str, str, str], None]) -> None:
    code = next(block for block in re.findall(r"```python\n(.*?)```", README, re.S) if "Measure(" in block)
    one_file("core.geometry.measures", "example_from_readme", code)
    example = measures()["log_condition"]
    assert isinstance(example, Measure)
    space = np.random.default_rng(0).standard_normal((500, 3)) * [10, 1, 1]
    assert example.compute(moments(space)) == pytest.approx(2, abs=0.2)


@pytest.mark.parametrize("line", re.findall(r"^python -m core .*$", README, re.M))
def test_every_command_is_understood(line: str) -> None:
    words = shlex.split(line.split("#")[0].split(">")[0])
    assert _parser().parse_args(words[3:]).verb


@pytest.mark.slow
def test_the_librarys_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "isoscope", core)
    code = re.search(r"<!-- runs as a test -->\n```python\n(.*?)```", README, re.S)
    assert code
    exec(code[1], {})


@pytest.mark.parametrize("line", re.findall(r"^isoscope .*$", README, re.M))
def test_every_installed_command_is_understood(line: str) -> None:
    assert _parser().parse_args(shlex.split(line.split("#")[0])[1:] or ["dashboard"]).verb


def test_the_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"make (run|test|bench|setup|quick)\b", README)):
        assert re.search(rf"^{target}:", makefile, re.M)
