"""Trains the assistant when no model fits today's data: `jieyou train`."""

import contextlib
import fcntl
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TextIO

from casework.settings import Settings
from desk.cli.environment import BOT_PYTHON, ROOT, rasa_environment
from desk.cli.fingerprint import TRAINING_DATA, model_path
from desk.cli.quietly import run_quietly

MODELS_KEPT: Final = 3
ASSISTANT_ID: Final = re.compile(r"^assistant_id:", re.MULTILINE)
STAGE: Final = re.compile(r"Starting to train component '(?:[\w.]*\.)?(\w+)'")


class TrainingFailed(Exception):
    """The training failed; its last lines have been printed."""


def ensure_model(
    environ: Mapping[str, str],
    settings: Settings,
    *,
    root: Path = ROOT,
    force: bool = False,
    out: TextIO | None = None,
) -> Path:
    """Return a model that fits today's data, trained now if there is none (or if forced).

    Raises:
        TrainingFailed: Rasa could not train; what it said last has been printed.
    """
    missing = [name for name in ("config.yml", "domain.yml") if not (root / name).is_file()]
    if missing:
        raise TrainingFailed(f"{' and '.join(missing)} not found in {root}")
    if not ASSISTANT_ID.search((root / "config.yml").read_text(encoding="utf-8")):
        raise TrainingFailed(
            "config.yml has no assistant_id: Rasa would write a random one into the file"
        )
    model = model_path(root)
    if force or not model.is_file():
        with _alone(settings.var / "run" / "train.lock"):
            # Another process may have trained it while this one waited.
            if force or not model.is_file():
                _train(model, environ, settings, root, out or sys.stdout)
    # Its age decides which old ones go; an image may be read-only, and has one alone.
    with contextlib.suppress(OSError):
        os.utime(model)
    _remove_old_models(model)
    return model


def training_data(root: Path = ROOT) -> list[str]:
    """Return the folders to train on: all of `data/` would include our own response files."""
    return [folder for folder in TRAINING_DATA if (root / folder).is_dir()]


def _train(
    model: Path, environ: Mapping[str, str], settings: Settings, root: Path, out: TextIO
) -> None:
    # Rasa writes into a folder beside, so that a model under its name is always a whole one.
    workshop = settings.var / "tmp" / f"train-{os.getpid()}"
    name = model.name.removesuffix(".tar.gz")
    command = [
        str(root / BOT_PYTHON), "-m", "rasa", "train", "--force",
        "--config", "config.yml", "--domain", "domain.yml", "--data", *training_data(root),
        "--out", str(workshop), "--fixed-model-name", name,
    ]  # fmt: skip
    try:
        status = run_quietly(
            command,
            f"training models/{model.name}",
            settings.var / "log" / "train.log",
            env=rasa_environment(environ, settings, root),
            cwd=root,
            stage=_stage,
            out=out,
        )
        trained = workshop / model.name
        if status != 0 or not trained.is_file():
            raise TrainingFailed("the training failed")
        model.parent.mkdir(exist_ok=True)
        trained.replace(model)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _stage(line: str) -> str | None:
    match = STAGE.search(line)
    return match[1] if match else None


def _remove_old_models(current: Path) -> None:
    models = sorted(
        current.parent.glob("jieyou-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True
    )
    for old in models[MODELS_KEPT:]:
        if old != current:
            old.unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
