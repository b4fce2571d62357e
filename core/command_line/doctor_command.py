"""`python -m core doctor`: is this installation well, and what to do where it is not."""

import argparse
import json
import sys
from typing import Any

from ..codec import to_json
from ..doctor import Health, examine
from ..errors import IsoscopeError


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser("doctor", help="check home, disk, versions, weights, hub, browser and GPU")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    findings = []
    for finding in examine():
        findings.append(finding)
        if not given.json:
            words = ". ".join(filter(None, [finding.found.rstrip("."), finding.advice]))
            print(f"{finding.health:<8} {finding.what:<9} {words}", flush=True)
    troubles = sum(finding.health is Health.TROUBLE for finding in findings)
    if given.json:
        json.dump({"well": not troubles, "findings": to_json(findings)}, sys.stdout, indent=2)
        print()
    if troubles:
        raise IsoscopeError(f"{troubles} thing{'s' if troubles > 1 else ''} to mend.")
