"""Measures the readers in Rasa's environment: `jieyou eval`."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from casework.settings import Settings
from desk.cli.environment import BOT_PYTHON, ROOT, rasa_environment


def evaluate(
    environ: Mapping[str, str],
    settings: Settings,
    model: Path,
    *,
    check: bool = False,
    diet: bool = False,
    root: Path = ROOT,
) -> int:
    """Return the exit status of the measurement, or of the comparison with the committed one.

    `diet` compares with Rasa's DIET, trained for it, instead.
    """
    command = [
        str(root / BOT_PYTHON), "-m", "bot.evaluation", "--model", str(model.resolve()),
        *(["--check"] if check else []), *(["--diet"] if diet else []),
    ]  # fmt: skip
    done = subprocess.run(
        command,
        env=rasa_environment(environ, settings, root),
        cwd=root,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode
