"""Hugging Face hub: fetch the safe files of one commit, and say which commit it was."""

import sys
from pathlib import Path

from ..errors import CheckpointError
from .card import Card
from .files import SAFE_PATTERNS, check_folder


class NotDownloaded(CheckpointError):
    """The checkpoint is on the hub, not on this machine, and fetching was not asked for."""


def snapshot(card: Card, download: bool) -> tuple[Path, str]:
    """The local folder of a hub checkpoint and the commit it holds.

    A copy on disk is used as it is, so that a result does not change under the user; ask for
    `id@revision` to get another commit. Pickle weights and code are never fetched.

    Raises
    ------
    NotDownloaded
        No copy on disk and `download` is False.
    CheckpointError
        The hub cannot be reached, or has no such checkpoint, revision, or safetensors.
    """
    found = _on_disk(card)
    if found is None:
        if not download:
            raise NotDownloaded(f"{card.location} is not on this machine yet.")
        found = _fetch(card)
    return found, found.name  # a snapshot's folder is named after its commit


def _on_disk(card: Card) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        folder = Path(
            snapshot_download(
                card.location, revision=card.revision, local_files_only=True, allow_patterns=SAFE_PATTERNS
            )
        )
    except (LocalEntryNotFoundError, OSError):
        return None
    except HFValidationError as error:
        raise CheckpointError(f"{card.location!r} is not a valid hub id ({error}).") from error
    try:
        check_folder(folder)
    except CheckpointError:
        return None  # a download that was interrupted: it goes on where it stopped
    return folder


def _fetch(card: Card) -> Path:
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError, RevisionNotFoundError
    from huggingface_hub.utils import disable_progress_bars

    if not sys.stderr.isatty():  # in a log or a pipe they would bury the message
        disable_progress_bars()
    wanted = f"{card.location} (revision {card.revision})"
    try:
        info = HfApi().model_info(card.location, revision=card.revision, timeout=15)
        if not info.sha:
            raise CheckpointError(f"The hub did not say which commit {wanted} is; nothing was loaded. Try again later.")
        names = [item.rfilename for item in info.siblings or []]
        if not any(name.endswith(".safetensors") for name in names):
            raise CheckpointError(
                f"{wanted} has no safetensors weights, and Isoscope reads no others. "
                "Look for a conversion (hub > Files > 'refs/pr/...') and ask for it as id@revision."
            )
        # By its name, not by its commit: only then is the name remembered, and found on disk the next time.
        return Path(snapshot_download(card.location, revision=card.revision, allow_patterns=SAFE_PATTERNS))
    except GatedRepoError as error:
        raise CheckpointError(
            f"{wanted} is gated: accept its terms on the hub and log in with 'hf auth login'."
        ) from error
    except RevisionNotFoundError as error:
        raise CheckpointError(f"{card.location} has no revision {card.revision!r} on the hub.") from error
    except RepositoryNotFoundError as error:
        raise CheckpointError(
            f"The hub has no model {card.location!r} that you can see. Check the spelling, or log in with 'hf auth login'."
        ) from error
    except CheckpointError:
        raise
    except Exception as error:  # the hub's client lets many kinds of network errors through
        raise CheckpointError(
            f"The hub cannot be reached to fetch {wanted} ({type(error).__name__}). Check the network, "
            "or give the path of a folder that has the checkpoint."
        ) from error
