"""Lets Rasa validate the training data, once for each state of it: `jieyou validate`."""

from collections.abc import Mapping
from pathlib import Path

from casework.settings import Settings
from desk.cli.environment import BOT_PYTHON, ROOT, rasa_environment
from desk.cli.fingerprint import fingerprint
from desk.cli.quietly import run_quietly
from desk.cli.training import training_data


def validate_data(environ: Mapping[str, str], settings: Settings, root: Path = ROOT) -> int:
    """Return Rasa's verdict as an exit status; a state that passed before passes at once."""
    seal = root / ".cache" / "validated"
    state = fingerprint(root)
    if seal.is_file() and seal.read_text(encoding="ascii").strip() == state:
        return 0
    command = [
        str(root / BOT_PYTHON), "-m", "rasa", "data", "validate",
        "--config", "config.yml", "--domain", "domain.yml", "--data", *training_data(root),
    ]  # fmt: skip
    status = run_quietly(
        command,
        "validating the training data",
        settings.var / "log" / "validate.log",
        env=rasa_environment(environ, settings, root),
        cwd=root,
    )
    if status == 0:
        seal.parent.mkdir(exist_ok=True)
        seal.write_text(f"{state}\n", encoding="ascii")
    return status
