"""Lanes, and long work that lets others go first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import Timeout

from core.files import lock
from core.jobs.kind import kinds
from core.jobs.lanes import AUTOGROUP, NICE, TASKS, Lane, last_in, taken

WORK = """
import os, threading
from core.jobs.lanes import AUTOGROUP, let_others_go_first
asked, told = threading.Event(), []
def look():
    asked.wait()
    told.append(os.nice(0))
before = threading.Thread(target=look)
before.start()
let_others_go_first()
asked.set()
before.join()
print(os.nice(0), told[0])
print(AUTOGROUP.read_text() if AUTOGROUP.exists() else "")
"""


def test_trainings_and_the_papers_study_are_long_and_nothing_else() -> None:
    assert {key for key, kind in kinds().items() if kind.lane is Lane.LONG} == {"fine-tune", "paper"}


def test_a_lane_is_one_jobs_and_the_other_is_free(fresh_home: Path) -> None:
    assert last_in(Lane.LONG) == ""
    with taken(Lane.LONG, "first"):
        assert (last_in(Lane.LONG), last_in(Lane.SHORT)) == ("first", "")
        with pytest.raises(Timeout):
            lock("lane-long").acquire(timeout=0)
        with taken(Lane.SHORT, "second"):
            assert last_in(Lane.SHORT) == "second"
    with taken(Lane.LONG, "third"):
        assert last_in(Lane.LONG) == "third"


@pytest.mark.skipif(not hasattr(os, "nice"), reason="there is no nice value")
@pytest.mark.parametrize("own_session", [True, False])
def test_long_work_lowers_itself_and_its_own_session(own_session: bool) -> None:
    before = AUTOGROUP.read_text() if AUTOGROUP.exists() else ""
    done = subprocess.run(
        [sys.executable, "-c", WORK], capture_output=True, text=True, check=True, start_new_session=own_session
    )
    threads, session = done.stdout.split("\n", 1)
    main, thread = threads.split()
    before_that = os.nice(0)
    lowered = str(max(NICE, before_that))
    assert (main, thread) == (lowered, lowered if TASKS.exists() else str(before_that))
    if own_session and session.strip():  # in some containers a session has no group, and the file says nothing
        assert session.split()[-1] == str(NICE)
    assert (AUTOGROUP.read_text() if AUTOGROUP.exists() else "") == before  # nobody else is lowered
