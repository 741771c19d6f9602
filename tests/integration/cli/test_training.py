"""Training with a stand-in for Rasa's Python: only when needed, whole or not at all."""

import io
import os
from pathlib import Path

import pytest

from casework.settings import Settings
from desk.cli.fingerprint import model_path
from desk.cli.training import TrainingFailed, ensure_model

# Writes the model where it is told to, and counts how often it was called.
TRAINER = """#!/bin/sh
echo called >> "$HOME/../calls"
while [ $# -gt 0 ]; do
    case $1 in --out) out=$2 ;; --fixed-model-name) name=$2 ;; esac
    shift
done
echo "INFO  Starting to train component 'bot.nlu.tokenizer.Tokenizer'."
mkdir -p "$out" && echo model > "$out/$name.tar.gz"
"""
FAILING_TRAINER = """#!/bin/sh
for number in $(seq 1 30); do echo "line $number"; done
echo "the rules contradict each other"
exit 1
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("config.yml", "domain.yml", "data/nlu/en/greet.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("assistant_id: test\n")
    install(tmp_path, TRAINER)
    return tmp_path


def install(root: Path, script: str) -> None:
    python = root / "bot/.venv/bin/python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(script)
    python.chmod(0o755)


def train(root: Path, *, force: bool = False) -> tuple[Path, str]:
    out = io.StringIO()
    settings = Settings.from_env({}, root=root)
    model = ensure_model(dict(os.environ), settings, root=root, force=force, out=out)
    return model, out.getvalue()


def calls(root: Path) -> int:
    return len((root / "var/calls").read_text().splitlines())


def test_a_model_is_trained_once_for_the_same_data(project: Path) -> None:
    model, printed = train(project)
    assert model == model_path(project)
    assert model.read_text() == "model\n"
    assert f"training models/{model.name}: done" in printed
    assert train(project) == (model, "")
    assert calls(project) == 1
    assert not any((project / "var/tmp").glob("train-*"))


def test_changed_data_and_force_train_again(project: Path) -> None:
    first, _ = train(project)
    (project / "data/nlu/en/greet.yml").write_text("nlu: []\n")
    second, _ = train(project)
    assert first != second
    train(project, force=True)
    assert calls(project) == 3


def test_the_last_three_models_are_kept(project: Path) -> None:
    models = []
    for number in range(5):
        (project / "data/nlu/en/greet.yml").write_text(f"version: '{number}'\n")
        model, _ = train(project)
        os.utime(model, (number, number))
        models.append(model)
    left = sorted((project / "models").iterdir())
    assert left == sorted(models[2:])


def test_a_failure_shows_the_last_lines_and_leaves_no_model(project: Path) -> None:
    install(project, FAILING_TRAINER)
    out = io.StringIO()
    settings = Settings.from_env({}, root=project)
    with pytest.raises(TrainingFailed):
        ensure_model(dict(os.environ), settings, root=project, out=out)
    assert "the rules contradict each other" in out.getvalue()
    assert "    line 12\n" in out.getvalue()
    assert "    line 11\n" not in out.getvalue()
    assert not model_path(project).exists()


def test_a_project_without_a_domain_is_told_so(project: Path) -> None:
    (project / "domain.yml").unlink()
    with pytest.raises(TrainingFailed, match=r"domain\.yml not found"):
        train(project)


def test_a_config_that_rasa_would_rewrite_is_refused(project: Path) -> None:
    (project / "config.yml").write_text("recipe: default.v1\n")
    with pytest.raises(TrainingFailed, match="assistant_id"):
        train(project)
