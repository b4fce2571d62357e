"""Old names, until every theme asks questions: answers as JSON holds them."""
# ruff: noqa: D103, N802

from collections.abc import Callable
from typing import Any

from ..codec import to_json
from ..progress import Progress, no_progress
from ..registry import pick
from .comparison import Comparison, of_two
from .question import answer, find, of_one, questions
from .selection import Selection

plain = to_json
_UNWRAPPED = {"settings": "settings", "clusters": "centres"}


def _dict(key: str, found: Any) -> Any:
    found = to_json(found)
    return found[_UNWRAPPED[key]] if found and key in _UNWRAPPED else found


def Study(
    key: str, title: str, fields: tuple[str, ...], compute: Callable[..., Any], version: int = 1, keep: bool = True
) -> Any:
    return of_one(key, title, fields, compute, Any, version=version, keep=keep)


def PairStudy(key: str, title: str, fields: tuple[str, ...], compute: Callable[..., Any], version: int = 1) -> Any:
    return of_two(key.removeprefix("compare-"), title, fields, compute, Any, version=version)


def run(key: str, selection: Any, progress: Progress = no_progress, device: str = "") -> Any:
    return _dict(key, answer(pick(studies(), key, "study"), selection, progress, device))


def lookup(key: str, selection: Any) -> Any | None:
    return _dict(key, find(pick(studies(), key, "study"), selection))


def studies() -> dict[str, Any]:
    return {key: one for key, one in questions().items() if one.request is Selection}


def pair_studies() -> dict[str, Any]:
    return {key: one for key, one in questions().items() if one.request is Comparison}


def run_pair(key: str, comparison: Any, progress: Progress = no_progress, device: str = "") -> Any:
    return to_json(answer(pick(pair_studies(), key, "comparison"), comparison, progress, device))


def lookup_pair(key: str, comparison: Any) -> Any | None:
    return to_json(find(pick(pair_studies(), key, "comparison"), comparison))
