"""`isoscope`, or `python -m core dashboard` in a checkout: the dashboard."""

import argparse
import importlib.util
import os
import runpy
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

HERE = ("localhost", "127.0.0.1", "::1")  # as .streamlit/config.toml has them
_PACKAGE = str(__package__).partition(".")[0]


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser(
        "dashboard", help="open the dashboard; where Isoscope is installed, the same without any command"
    )
    parser.add_argument("--port", type=int, help="where it listens (default: 8501, or the next that is free)")
    parser.add_argument("--address", help="on which of the machine's addresses it listens (default: localhost alone)")
    parser.add_argument(
        "--host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name besides localhost under which browsers ask for it, as 'lab.example.org'; may be given several times",
    )
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    """Run streamlit in this process."""
    if importlib.util.find_spec("streamlit") is None:
        raise ModuleNotFoundError("No module named 'streamlit'", name="streamlit")
    if given.address not in (None, *HERE) and not _hosts(given.host):
        said = "Browsers that ask for it by a name other than localhost are refused: give that name with --host."
        print(f"isoscope: {said}", file=sys.stderr)
    preparing = subprocess.Popen([sys.executable, "-m", _PACKAGE, "prepare"])  # so that the first chart is there sooner
    threading.Thread(target=preparing.wait, daemon=True).start()  # so that no zombie is left of it
    options = {"--server.port": given.port, "--server.address": given.address}
    words = [word for flag, value in options.items() if value is not None for word in (flag, str(value))]
    if hosts := _hosts(given.host):
        words += [word for name in (*HERE, *hosts) for word in ("--server.allowedHosts", name)]
    sys.argv = ["streamlit", "run", str(app_file()), *words]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def _hosts(given: list[str]) -> list[str]:
    """Names besides this machine's own; a hosted space of Hugging Face tells its own."""
    return [*given, *filter(None, [os.environ.get("SPACE_HOST")])]


def app_file() -> Path:
    """The dashboard's script: inside the package where it is installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "dashboard" / "app.py"
    return installed if installed.exists() else package.parent / "app.py"
