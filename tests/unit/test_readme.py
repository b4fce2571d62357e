"""The README's examples do what it says."""

import re
import shlex
from pathlib import Path

import pytest

from core.command_line.main import _parser
from core.geometry import measure
from core.geometry.measure import Measure
from core.geometry.moments import moments

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_measure_is_one_file(capsys: pytest.CaptureFixture[str]) -> None:
    import numpy as np

    from core import registry

    code = next(block for block in re.findall(r"```python\n(.*?)```", README, re.S) if "Measure(" in block)
    path = Path(measure.__file__).parent / "measures" / "example_from_readme.py"
    assert not path.exists()
    try:
        path.write_text(code, encoding="utf-8")
        registry._modules.cache_clear()
        found = measure.measures()["log_condition"]
        assert isinstance(found, Measure)
        space = np.random.default_rng(0).standard_normal((500, 3)) * [10, 1, 1]
        assert found.compute(moments(space)) == pytest.approx(2, abs=0.2)
    finally:
        path.unlink()
        registry._modules.cache_clear()


@pytest.mark.parametrize("line", re.findall(r"^python -m core .*$", README, re.M))
def test_every_command_is_understood(line: str) -> None:
    words = shlex.split(line.split("#")[0].split(">")[0])
    assert _parser().parse_args(words[3:]).verb


def test_the_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"make (run|test|bench|setup|quick)\b", README)):
        assert re.search(rf"^{target}:", makefile, re.M)
