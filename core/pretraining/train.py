"""Masked language modelling (Devlin et al. 2019) without next-sentence prediction, resumable at any step.

<run>/corpus/            the sentences
      tokenizer/         the vocabulary
      state.safetensors  the last saved step
      log.jsonl          losses, one line a measurement
"""

import json
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import Cancelled, UsageError
from core.files import write_atomically
from core.pretraining import batches, corpus, held_out, masking, schedule, state, vocabulary
from core.pretraining.corpus import Corpus
from core.pretraining.model import build, scores
from core.pretraining.pieces import Pieces, cut
from core.pretraining.state import Progress, Settings

SAVE_EVERY = 200  # steps
MEASURE_EVERY = 200
CLIP = 1.0
BETAS, WEIGHT_DECAY = (0.9, 0.98), 0.01
Report = Callable[[float, float, str], None]


@dataclass
class Run:
    """A run in memory."""

    folder: Path
    settings: Settings
    progress: Progress
    corpus_hash: str
    train: Pieces
    held_out: Pieces
    continues: np.ndarray
    model: Any
    optimizer: Any
    device: str


def prepare(folder: Path, settings: Settings, gather: Callable[[], Corpus] = corpus.gather, device: str = "") -> Run:
    """A new run, or the one in the folder as it was last saved.

    Raises
    ------
    UsageError
        The folder holds a run of other settings, or one whose number of steps can no longer be changed.
    """
    import torch

    found = state.told(folder)
    progress = Progress()
    if found:
        settings, progress = _same_run(settings, found[0], found[1]), found[1]
    text, tokenizer = _materials(folder, settings, gather)
    if found and found[2] != text.manifest["hash"]:
        raise UsageError(f"The corpus in {folder} is not the one that this run began with. Give another folder.")
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    model = build(replace(settings.shape, vocabulary=len(tokenizer)), settings.seed).to(device).train()
    optimizer = torch.optim.AdamW(_groups(model), lr=settings.peak, betas=BETAS, fused=True)
    if found:
        state.restore(folder, model, optimizer)
    continues = np.array(vocabulary.continuations(tokenizer))
    train, held = cut(text.train, tokenizer), cut(text.held_out, tokenizer)
    return Run(folder, settings, progress, text.manifest["hash"], train, held, continues, model, optimizer, device)


def go_on(run: Run, report: Report = lambda done, total, unit: None) -> None:
    """Train to the last step, saving and measuring on the way; SIGTERM saves and stops."""
    _begin_log(run)
    stopping: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: stopping.append(number))
    began, used, losses = time.process_time(), run.progress.cpu_seconds, []
    try:
        for batch in _from_here(run):
            losses.append(step(run, batch))
            run.progress.cpu_seconds = used + time.process_time() - began
            done, last = run.progress.step, run.progress.step == run.settings.steps
            if done % MEASURE_EVERY == 0 or last:
                measure(run, losses)
                losses = []
            if done % SAVE_EVERY == 0 or last or stopping:
                save(run)
            report(done, run.settings.steps, "steps")
            if stopping:
                raise Cancelled(f"Stopped after {done} of {run.settings.steps} steps; the same command goes on.")
    finally:
        signal.signal(signal.SIGTERM, before)


def step(run: Run, batch: np.ndarray) -> float:
    """One step of AdamW; the loss before it, in nats per masked piece."""
    import torch

    settings, progress = run.settings, run.progress
    random = np.random.default_rng([settings.seed, 1, progress.step])
    seen, hidden = masking.mask(batch, run.continues, random)
    with torch.autocast(run.device, torch.bfloat16, enabled=settings.precision == "bfloat16"):
        found = scores(run.model, torch.from_numpy(seen).to(run.device), torch.from_numpy(hidden).to(run.device))
    loss = torch.nn.functional.cross_entropy(found, torch.from_numpy(batch[hidden]).to(run.device))
    loss.backward()
    torch.nn.utils.clip_grad_norm_(run.model.parameters(), CLIP)
    for group in run.optimizer.param_groups:
        group["lr"] = schedule.rate(progress.step, settings.steps, settings.peak)
    run.optimizer.step()
    run.optimizer.zero_grad()
    progress.step += 1
    progress.batch += 1
    progress.tokens += int((batch != vocabulary.PAD).sum())
    return float(loss.detach())


def measure(run: Run, losses: list[float]) -> None:
    """Write a line to the log: where the run is, its loss since the last line and on held-out text."""
    found = held_out.evaluate(run.model, run.held_out, run.settings.plan, run.continues, run.device)
    _log(
        run.folder,
        **asdict(run.progress),
        rate=schedule.rate(run.progress.step - 1, run.settings.steps, run.settings.peak),
        loss=float(np.mean(losses)) if losses else None,
        held_out_loss=found.loss,
        held_out_accuracy=found.accuracy,
        time=round(time.time()),
    )


def save(run: Run) -> None:
    """Keep the run as it is now."""
    state.save(run.folder, run.settings, run.progress, run.corpus_hash, run.model, run.optimizer)


def log(folder: Path) -> list[dict[str, Any]]:
    """The log's lines; a last one that is not whole is left out."""
    lines = []
    if (folder / "log.jsonl").exists():
        for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines():
            try:
                lines.append(json.loads(line))
            except ValueError:
                break
    return lines


def _from_here(run: Run) -> Iterator[np.ndarray]:
    progress, settings = run.progress, run.settings
    while progress.step < settings.steps:
        epoch = batches.epoch(run.train, settings.plan, settings.seed, progress.epoch)
        while progress.batch < len(epoch) and progress.step < settings.steps:
            yield epoch[progress.batch]
        if progress.batch >= len(epoch):
            progress.epoch, progress.batch = progress.epoch + 1, 0


def _materials(folder: Path, settings: Settings, gather: Callable[[], Corpus]) -> tuple[Corpus, Any]:
    text = corpus.load(folder / "corpus")
    if text is None:
        text = gather()
        corpus.save(text, folder / "corpus")
    if not (folder / "tokenizer" / "tokenizer.json").exists():
        sentences = (sentence for document in text.train for sentence in document)
        vocabulary.train(sentences, settings.shape.vocabulary, settings.shape.length).save_pretrained(
            folder / "tokenizer"
        )
    return text, vocabulary.load(folder / "tokenizer")


def _same_run(asked: Settings, kept: Settings, progress: Progress) -> Settings:
    """The kept settings, with the asked number of steps where it may still be changed."""
    if replace(asked, steps=kept.steps, precision=kept.precision) != kept:
        raise UsageError("The folder holds a run of other settings. Go on with those, or give another folder.")
    if asked.steps == kept.steps:
        return kept
    if schedule.falls(progress.step, kept.steps) or schedule.falls(progress.step, asked.steps):
        raise UsageError(
            f"After {progress.step} steps the learning rate of a run of {kept.steps} or of {asked.steps} steps has left "
            f"its plateau: the number of steps cannot be changed any more. Go on with --steps {kept.steps}."
        )
    return replace(kept, steps=asked.steps)


def _groups(model: Any) -> list[dict[str, Any]]:
    """Matrices decay, biases and norms do not."""
    parameters = list(model.parameters())
    return [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": WEIGHT_DECAY},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]


def _begin_log(run: Run) -> None:
    """Drop what was logged after the saved step; a new log begins with the unigram baseline."""
    lines = [line for line in log(run.folder) if line.get("step", 0) <= run.progress.step]
    write_atomically(run.folder / "log.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    if not lines:
        guess = held_out.unigram(run.train, run.held_out, run.settings.plan, run.continues)
        _log(
            run.folder,
            step=0,
            unigram_loss=guess.loss,
            unigram_accuracy=guess.accuracy,
            masked_pieces=guess.n,
            train_tokens=len(run.train.ids),
            held_out_tokens=len(run.held_out.ids),
            settings=asdict(run.settings),
        )


def _log(folder: Path, **line: Any) -> None:
    with open(folder / "log.jsonl", "a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")
