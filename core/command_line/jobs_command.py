"""`python -m core jobs`: what runs, waits or has ended; follow one, read its log, stop it."""

import argparse
import json
import sys
import time
from typing import Any

from .. import jobs
from ..errors import UsageError
from ..program import PROGRAM
from ..tables.table import Row, print_csv, print_table
from .follow import follow


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser("jobs", help="list, follow or cancel long work that was started here or in the dashboard")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--follow", metavar="JOB", help="draw a job's progress until it ends")
    action.add_argument("--cancel", metavar="JOB", help="stop a job; what was finished stays")
    action.add_argument("--log", metavar="JOB", help="print what a job's process wrote")
    action.add_argument("--json", action="store_true", help="print one JSON list")
    action.add_argument("--csv", action="store_true", help="print CSV")
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    if given.follow:
        job = follow(_known(given.follow))
        print(f"{job.title}: done.")
    elif given.cancel:
        id = _known(given.cancel)
        jobs.cancel(id)
        job = jobs.find(id) or _missing(given.cancel)
        print(f"{job.title}: {job.state}.")
    elif given.log:
        print(jobs.log(_known(given.log)), end="")
    else:
        rows = [_row(job) for job in jobs.all_jobs()]
        if given.json:
            json.dump(rows, sys.stdout, indent=2)
            print()
        elif given.csv:
            print_csv(rows, sys.stdout)
        elif rows:
            print_table(rows, sys.stdout)
        else:
            print(f"No jobs yet: the dashboard and '{PROGRAM} fine-tune' start them.")


def _row(job: jobs.Job) -> Row:
    return {
        "job": job.id,
        "what": job.title,
        "state": job.state,
        "lane": job.lane,
        "done": f"{job.done:,.0f} of {job.total:,.0f} {job.unit}" if job.total else job.unit,
        "waits for": job.waits_for,
        "started": time.strftime("%Y-%m-%d %H:%M", time.localtime(job.created)),
        "message": job.message,
    }


def _known(name: str) -> str:
    """A job's id from its id, the beginning of it, or the name of a training."""
    present = jobs.all_jobs()
    named = [job.id for job in present if job.name == name]
    ids = [job.id for job in present if job.id == name] or named or [j.id for j in present if j.id.startswith(name)]
    if len(ids) != 1:
        _missing(name)
    return ids[0]


def _missing(name: str) -> Any:
    raise UsageError(f"There is no one job {name!r}. '{PROGRAM} jobs' lists them.")
