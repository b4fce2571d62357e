"""What is on disk of a job is read as it was written, and garbage is nothing."""

import json
from pathlib import Path

import pytest

from core.jobs.folder import Status, job_folder, read_request, read_status, write_request, write_status
from core.jobs.kind import kinds
from core.jobs.state import State
from core.studies.selection import Selection


def test_a_status_is_read_as_it_was_written(tmp_path: Path) -> None:
    told = Status(State.RUNNING, 3.0, 8.0, "steps", 1.5, 1.0, "", 17)
    write_status(tmp_path, told)
    assert read_status(tmp_path) == told
    assert read_status(tmp_path / "nowhere") is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null", '{"state": "asleep"}', '{"state": []}'])
def test_a_garbled_status_is_none(content: str, tmp_path: Path) -> None:
    (tmp_path / "status.json").write_text(content)
    assert read_status(tmp_path) is None


def test_a_request_is_read_as_it_was_written(fresh_home: Path) -> None:
    folder, selection = job_folder("x"), Selection(layer=1)
    write_request(folder, kinds()["measurement"], selection)
    asked = read_request(folder)
    assert (asked.kind.key, asked.request) == ("measurement", selection)


def test_what_an_earlier_version_wrote_is_still_read(tmp_path: Path) -> None:
    told = {"state": "queued", "unit": "waiting for the cores", "since": 1.0}
    (tmp_path / "status.json").write_text(json.dumps(told))
    assert read_status(tmp_path).state is State.WAITING
    asked = {"task": "measurement", "request": kinds()["measurement"].write(Selection()), "created": 5.0}
    (tmp_path / "request.json").write_text(json.dumps(asked))
    assert read_request(tmp_path).request == Selection()


def test_a_state_is_active_or_over() -> None:
    assert [state for state in State if state.active] == ["waiting", "loading", "running"]
    assert f"{State.CANCELLED}" == "cancelled"
    with pytest.raises(ValueError, match="asleep"):
        State("asleep")
