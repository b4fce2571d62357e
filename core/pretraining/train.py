"""Masked language modelling (Devlin et al. 2019) without next-sentence prediction, resumable at any step."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace

import numpy as np

from . import batches, held_out, log, masking, schedule, state, vocabulary
from .model import build, scores
from .run import Run, new_optimizer
from .state import Progress

SAVE_EVERY = 200  # steps
MEASURE_EVERY = 200
CLIP = 1.0  # largest norm of a gradient
PACED = 10  # steps that are timed to turn hours into steps
Report = Callable[[float, float, str], None]


def go_on(run: Run, report: Report = lambda done, total, unit: None) -> bool:
    """Train to the last step, saving and measuring on the way.

    Returns
    -------
    bool
        Whether it is done; False when SIGTERM or SIGINT stopped it, saved where it stood.
    """
    _begin_log(run)
    began, used, losses = time.process_time(), run.progress.cpu_seconds, []
    with _stop_signals() as stopped:
        for batch in _from_here(run):
            losses.append(step(run, batch))
            ending = stopped()
            run.progress.cpu_seconds = used + time.process_time() - began
            done, steps = run.progress.step, run.settings.steps
            if done % MEASURE_EVERY == 0 or done == steps:
                measure(run, losses)
                losses = []
            if done % SAVE_EVERY == 0 or done == steps or ending:
                save(run)
            report(done, steps, "steps")
            if ending:
                return done == steps
    return True


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
    log.add(
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


def steps_in(run: Run, hours: float, threads: int) -> int:
    """How many steps so many undisturbed hours have room for, timed on a few steps that are thrown away.

    On a processor it is the processor's time that is taken, which others on the machine do not lengthen.
    """
    model = build(replace(run.settings.shape, vocabulary=len(run.continues)), run.settings.seed).to(run.device)
    trial = replace(run, model=model, optimizer=new_optimizer(model, 0.0), progress=Progress())
    epoch = _from_here(trial)
    step(trial, next(epoch))  # the first one also sets things up
    wall, cpu = time.monotonic(), time.process_time()
    for _ in range(PACED):
        step(trial, next(epoch))
    seconds = (time.process_time() - cpu) / threads if run.device == "cpu" else time.monotonic() - wall
    return max(1, round(hours * 3600 / (seconds / PACED)))


def _from_here(run: Run) -> Iterator[np.ndarray]:
    """The batches that are left, epoch after epoch."""
    progress, settings = run.progress, run.settings
    while progress.step < settings.steps:
        epoch = batches.epoch(run.train, settings.plan, settings.seed, progress.epoch)
        while progress.batch < len(epoch) and progress.step < settings.steps:
            yield epoch[progress.batch]
        if progress.batch >= len(epoch):
            progress.epoch, progress.batch = progress.epoch + 1, 0


def _begin_log(run: Run) -> None:
    """Drop what was logged after the saved step; a new log begins with the unigram baseline."""
    log.keep_until(run.folder, run.progress.step)
    if not log.lines(run.folder):
        guess = held_out.unigram(run.train, run.held_out, run.settings.plan, run.continues)
        log.add(
            run.folder,
            step=0,
            unigram_loss=guess.loss,
            unigram_accuracy=guess.accuracy,
            masked_pieces=guess.n,
            train_tokens=len(run.train.ids),
            held_out_tokens=len(run.held_out.ids),
            settings=asdict(run.settings),
        )


@contextlib.contextmanager
def _stop_signals() -> Iterator[Callable[[], bool]]:
    """While inside, SIGTERM and SIGINT only raise a flag; asks whether one came."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only that one may handle signals
        yield asked.is_set
        return
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_: asked.set()) for number in numbers]
    try:
        yield asked.is_set
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
