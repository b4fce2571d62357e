"""The doctor: what is well is said to be, what is not is said with what to do, and one trouble hides no other."""

import json
import urllib.error
from pathlib import Path
from typing import Any

import pytest

from core import doctor
from core.command_line.main import main
from core.doctor import Finding, Health, examine


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hub is not asked; the addresses that would be."""
    asked: list[str] = []

    def refuse(request: Any, timeout: float) -> Any:
        asked.append(request.full_url)
        raise urllib.error.URLError("no network in tests")

    monkeypatch.setattr(doctor.urllib.request, "urlopen", refuse)
    return asked


def of(what: str) -> list[Finding]:
    return [finding for finding in examine() if finding.what == what]


def test_a_whole_installation_is_well(fresh_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines} <= {"ok", "note"}
    assert {line.split()[1] for line in lines} == {
        "home",
        "roots",
        "disk",
        "versions",
        "weights",
        "hub",
        "browser",
        "GPU",
    }
    assert any("small-bert-stsb" in line and "as its card says" in line for line in lines)


def test_no_name_is_sent_to_the_hub(fresh_home: Path, no_network: list[str]) -> None:
    (finding,) = of("hub")
    assert finding.health is Health.NOTE
    assert "HF_ENDPOINT" in finding.advice
    assert [url.rstrip("/").count("/") for url in no_network] == [2]


def test_a_broken_home_hides_no_other_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ISOSCOPE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("ISOSCOPE_ROOTS", str(tmp_path / "absent"))
    monkeypatch.setattr(doctor, "pins", lambda: [("numpy", "0.1"), ("no-such-package", "1.0")])
    assert main(["doctor", "--json"]) == 1
    told = capsys.readouterr()
    findings = {
        finding["what"]: finding for finding in json.loads(told.out)["findings"] if finding["health"] == "trouble"
    }
    assert set(findings) == {"home", "roots", "versions"}
    assert "3 things to mend" in told.err
    assert "no folder that can be used" in findings["home"]["found"]
    assert "numpy" in findings["versions"]["found"]
    assert "no-such-package none (tested: 1.0)" in findings["versions"]["found"]
    assert all(finding["advice"] or "set ISOSCOPE_HOME" in finding["found"] for finding in findings.values())


def test_damage_in_the_home_is_named(fresh_home: Path) -> None:
    for folder, name in (("fine-tuned/k1", "card.json"), ("spaces/0123456789abcdef", "manifest.json")):
        (fresh_home / folder).mkdir(parents=True)
        (fresh_home / folder / name).write_text('{"files": {}}')
    found = {(finding.health, finding.found) for finding in of("home")}
    assert (Health.TROUBLE, "the card of 'k1', trained here, is damaged") in found
    assert (Health.NOTE, "1 folder without a whole space: being written, or damaged") in found


def test_a_wrong_limit_and_a_full_disk_are_troubles(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISOSCOPE_CACHE_GB", "-1")
    assert any(finding.health is Health.TROUBLE and "CACHE_GB" in finding.found for finding in of("home"))
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 2**20})())
    (disk,) = of("disk")
    assert disk.health is Health.TROUBLE
    assert "512.0 MiB" in disk.found


def test_what_nobody_foresaw_is_a_trouble_too(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise ImportError("torch is half there\nand more")

    monkeypatch.setitem(doctor.CHECKS, "GPU", broken)
    (finding,) = of("GPU")
    assert (finding.health, finding.found) == (Health.TROUBLE, "ImportError: torch is half there")
