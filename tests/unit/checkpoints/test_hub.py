"""The hub: what is fetched, which commit it was, and what is said when it cannot be had.

A server on this machine answers as the Hugging Face hub does; nothing here reaches the network.
"""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from core.checkpoints import locate
from core.command_line.main import main

ROOT = Path(__file__).resolve().parents[3]
MAIN, OTHER = hashlib.sha1(b"main").hexdigest(), hashlib.sha1(b"other").hexdigest()
DANGEROUS = ("pytorch_model.bin", "modeling_x.py", "weights.pt", "model.ckpt", "script.sh")


class FakeHub:
    """Repositories (id -> revision -> commit, commit -> files) and every request that came in."""

    def __init__(self) -> None:
        self.refs: dict[str, dict[str, str]] = {}
        self.files: dict[tuple[str, str], dict[str, bytes]] = {}
        self.gated: set[str] = set()
        self.gated_files: set[str] = set()
        self.requests: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"

    def add(self, repo: str, files: dict[str, bytes], revision: str = "main", commit: str = MAIN) -> None:
        self.refs.setdefault(repo, {})[revision] = commit
        self.files[repo, commit] = files

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        parts = unquote(path.split("?")[0]).strip("/").split("/")
        if parts[:2] == ["api", "models"]:
            return self._api("/".join(parts[2:4]), parts[4:])
        return self._file("/".join(parts[:2]), parts[3], "/".join(parts[4:]))

    def _commit(self, repo: str, revision: str) -> str | tuple[int, dict[str, str], bytes]:
        if repo in self.gated:
            return _refusal(403, "GatedRepo")
        if repo not in self.refs:
            return _refusal(404, "RepoNotFound")
        commit = self.refs[repo].get(revision, revision)
        return commit if (repo, commit) in self.files else _refusal(404, "RevisionNotFound")

    def _api(self, repo: str, rest: list[str]) -> tuple[int, dict[str, str], bytes]:
        revision = "/".join(rest[1:]) if rest else "main"
        commit = self._commit(repo, revision)
        if isinstance(commit, tuple):
            return commit
        files = self.files[repo, commit]
        if rest and rest[0] == "tree":
            tree = [
                {"type": "file", "path": name, "size": len(data), "oid": hashlib.sha1(data).hexdigest()}
                for name, data in files.items()
            ]
            return _json(tree)
        info = {"_id": "1", "id": repo, "modelId": repo, "sha": commit, "private": False, "tags": []}
        return _json(info | {"downloads": 0, "siblings": [{"rfilename": name} for name in files]})

    def _file(self, repo: str, revision: str, name: str) -> tuple[int, dict[str, str], bytes]:
        commit = self._commit(repo, revision)
        if isinstance(commit, tuple):
            return commit
        if repo in self.gated_files:
            return _refusal(403, "GatedRepo")
        if name not in self.files[repo, commit]:
            return _refusal(404, "EntryNotFound")
        data = self.files[repo, commit][name]
        return 200, {"X-Repo-Commit": commit, "ETag": f'"{hashlib.sha1(data).hexdigest()}"'}, data


def _json(value: Any) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


def _refusal(status: int, code: str) -> tuple[int, dict[str, str], bytes]:
    return status, {"X-Error-Code": code, "X-Error-Message": f"the hub says {code}"}, b"{}"


def _handler(hub: FakeHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hub.requests.append(self.path)
            status, headers, data = hub.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def running(hub: FakeHub) -> Iterator[FakeHub]:
    thread = threading.Thread(target=hub.server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield hub
    finally:
        hub.server.shutdown()
        hub.server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def files(tiny: Path) -> dict[str, bytes]:
    """A checkpoint as people put it on the hub: with pickles and code beside."""
    safe = {path.name: path.read_bytes() for path in tiny.iterdir()}
    return safe | {"README.md": b"# tiny", "onnx/model.onnx": b"x"} | dict.fromkeys(DANGEROUS, b"must not be fetched")


@pytest.fixture
def hub(
    files: dict[str, bytes], fresh_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FakeHub]:
    """The fake hub with 'owner/tiny', as this process's hub, with an empty cache."""
    with running(FakeHub()) as found:
        found.add("owner/tiny", files)
        use_endpoint(found.endpoint, tmp_path / "cache", monkeypatch)
        yield found


def use_endpoint(endpoint: str, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What HF_ENDPOINT and HF_HUB_CACHE would have done before the import."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "ENDPOINT", endpoint)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", endpoint + "/{repo_id}/resolve/{revision}/{filename}")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(cache))
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(cache / "no-token"))


def nobody_listens() -> str:
    """An address at which a connection is refused."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def refused(pairs_file: Path, capfd: pytest.CaptureFixture[str]) -> Callable[[str], str]:
    """Ask the command line for a checkpoint; it fails with one clear line, which is returned."""

    def ask(checkpoint: str) -> str:
        capfd.readouterr()
        code = main(["measure", "--checkpoint", checkpoint, "--pairs", str(pairs_file), "--json"])
        out, err = capfd.readouterr()
        assert (code, out) == (1, "")
        assert "Traceback" not in err
        lines = err.splitlines()
        assert len(lines) == 1, err
        assert lines[0].startswith("isoscope: ")
        return lines[0]

    return ask


# --- fetching ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_checkpoint_is_measured_from_the_hub_and_again_without_it(
    files: dict[str, bytes], tiny: Path, pairs_file: Path, tmp_path: Path
) -> None:
    surroundings = os.environ | {
        "HF_HOME": str(tmp_path / "huggingface"),
        "ISOSCOPE_HOME": str(tmp_path / "isoscope"),
        "HF_HUB_OFFLINE": "0",
    }
    for name in ("HF_HUB_CACHE", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HUGGINGFACE_HUB_CACHE"):
        surroundings.pop(name, None)

    def measure(endpoint: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "core", "measure", "--checkpoint", "owner/tiny", "--pairs", str(pairs_file)]
        ended = subprocess.run(
            [*command, "--json"],
            cwd=ROOT,
            env=surroundings | {"HF_ENDPOINT": endpoint},
            capture_output=True,
            text=True,
            timeout=100,
        )
        assert ended.returncode == 0, ended.stderr
        return dict(json.loads(ended.stdout))

    with running(FakeHub()) as hub:
        hub.add("owner/tiny", files)
        first = measure(hub.endpoint)
        asked = "\n".join(hub.requests)
    assert first["provenance"]["revision"] == MAIN
    assert first["provenance"]["source"] == "hub"
    assert first["provenance"]["weight_hash"] == locate(str(tiny)).weight_hash
    assert "model.safetensors" in asked
    assert not [name for name in DANGEROUS if name in asked]

    shutil.rmtree(tmp_path / "isoscope")  # so that the checkpoint itself is needed again
    assert measure(hub.endpoint) == first  # the server is down


def test_only_safe_files_are_asked_for(hub: FakeHub) -> None:
    located = locate("owner/tiny")
    assert not [path for path in hub.requests for name in (*DANGEROUS, "model.onnx") if name in path]
    on_disk = {path.name for path in located.folder.rglob("*")}
    assert {"config.json", "model.safetensors", "tokenizer.json"} <= on_disk
    assert not on_disk & set(DANGEROUS)


def test_the_commit_is_recorded_and_a_copy_on_disk_is_used_as_it_is(hub: FakeHub, files: dict[str, bytes]) -> None:
    first = locate("owner/tiny")
    assert (first.revision, first.card.source, first.card.revision) == (MAIN, "hub", "main")
    hub.add("owner/tiny", files | {"README.md": b"# newer"}, commit=OTHER)
    hub.requests.clear()
    assert locate("owner/tiny") == first
    assert locate("owner/tiny", download=False) == first
    assert hub.requests == []


@pytest.mark.parametrize("revision", ["v2", "refs/pr/1", OTHER])
def test_another_revision_is_another_commit(revision: str, hub: FakeHub, files: dict[str, bytes]) -> None:
    config = json.loads(files["config.json"]) | {"note": "second version"}
    hub.add("owner/tiny", files | {"config.json": json.dumps(config).encode()}, revision, OTHER)
    first, second = locate("owner/tiny"), locate(f"owner/tiny@{revision}")
    assert (first.revision, second.revision) == (MAIN, OTHER)
    assert first.weight_hash == second.weight_hash
    assert first.fingerprint != second.fingerprint
    hub.requests.clear()
    assert locate(f"owner/tiny@{revision}") == second
    assert hub.requests == []


def test_a_branch_that_moves_between_two_requests_gives_one_commit(hub: FakeHub, files: dict[str, bytes]) -> None:
    hub.add("owner/tiny", {name: data for name, data in files.items() if name != "README.md"}, "later", OTHER)
    answer, moved = hub.answer, []

    def move_after_info(path: str) -> tuple[int, dict[str, str], bytes]:
        found = answer(path)
        if not moved and path.startswith("/api/models/owner/tiny"):
            moved.append(path)
            hub.refs["owner/tiny"]["main"] = OTHER
        return found

    hub.answer = move_after_info  # type: ignore[method-assign]
    located = locate("owner/tiny")
    assert moved
    assert located.revision == located.folder.name
    fetched = [path for path in hub.requests if "/resolve/" in path]
    assert all(f"/resolve/{located.revision}/" in path for path in fetched)


def test_an_interrupted_download_is_finished_the_next_time(hub: FakeHub) -> None:
    located = locate("owner/tiny")
    (located.folder / "tokenizer.json").unlink()
    assert locate("owner/tiny") == located


# --- what cannot be fetched -------------------------------------------------------------------------------------


def test_an_unknown_repository(hub: FakeHub, refused: Callable[[str], str]) -> None:
    message = refused("owner/nothing")
    assert "The hub has no model 'owner/nothing' that you can see" in message
    assert "Check the spelling" in message


def test_an_unknown_revision(hub: FakeHub, refused: Callable[[str], str]) -> None:
    assert "owner/tiny has no revision 'v9' on the hub" in refused("owner/tiny@v9")


def test_a_repository_without_safetensors(hub: FakeHub, files: dict[str, bytes], refused: Callable[[str], str]) -> None:
    hub.add("owner/pickled", {name: data for name, data in files.items() if not name.endswith(".safetensors")})
    message = refused("owner/pickled")
    assert "owner/pickled (revision main) has no safetensors weights" in message
    assert "id@revision" in message
    assert not [path for path in hub.requests if "/resolve/" in path]


@pytest.mark.parametrize("where", ["gated", "gated_files"])
def test_a_gated_repository(where: str, hub: FakeHub, refused: Callable[[str], str]) -> None:
    getattr(hub, where).add("owner/tiny")
    message = refused("owner/tiny")
    assert "owner/tiny (revision main) is gated" in message
    assert "accept its terms" in message


def test_an_unreachable_hub(
    hub: FakeHub, refused: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_endpoint(nobody_listens(), tmp_path / "cache", monkeypatch)
    message = refused("owner/tiny")
    assert "The hub cannot be reached to fetch owner/tiny (revision main)" in message
    assert "give the path of a folder" in message


def test_an_answer_that_is_not_the_hubs(hub: FakeHub, refused: Callable[[str], str]) -> None:
    hub.answer = lambda path: (200, {"Content-Type": "text/html"}, b"<html>Log in to the network</html>")  # type: ignore
    assert "The hub cannot be reached" in refused("owner/tiny")


def test_a_name_that_the_hub_does_not_allow(hub: FakeHub, refused: Callable[[str], str]) -> None:
    assert "'owner/-tiny--x' is not a valid hub id" in refused("owner/-tiny--x")
    assert hub.requests == []
