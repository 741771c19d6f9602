"""The shell over its own stack: nothing else runs, and nothing is left."""

import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desk.cli.environment import PROJECT_PYTHON, ROOT
from desk.cli.scripts import Say, load_script
from tests.integration.cli.programs import wait_for
from tests.stack import model_for_today

COMMAND = [str(ROOT / PROJECT_PYTHON), "-m", "desk.cli.main", "shell"]
#: A machine that does other things beside starts Rasa slowly.
PATIENCE = 180
CUSTOMER = """
name: A customer whose kettle leaks
turns:
  - says: My kettle leaks. Order ORD-88213, and I want a refund.
  - until: filed
answers: {contact_name: Ann Miller, contact: ann@example.com, default_skip: skip, confirm: "yes"}
"""


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    # The training, where it is needed, is not what is timed here.
    model_for_today()
    machine = {name: v for name, v in os.environ.items() if not name.startswith("JIEYOU_")}
    yield {**machine, "PYTHONPATH": str(ROOT), "JIEYOU_VAR": str(tmp_path / "var")}
    assert list((tmp_path / "var" / "shell").glob("run-*")) == []


def test_a_piped_conversation_is_answered_and_written_down(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    customer, saved = tmp_path / "customer.yml", tmp_path / "saved.yml"
    customer.write_text(CUSTOMER, encoding="utf-8")
    typed = [
        "你们的电热毯昨天坏了，我要退款",
        "/jump 3d",
        "/reset",
        "你们的电热毯昨天坏了，我要退款",
        f"/save {saved}",
        f"/say {customer}",
        "/case",
    ]
    done = subprocess.run(
        COMMAND,
        input="\n".join(typed),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        cwd=ROOT,
        env=environ,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("intake_form (RulePolicy") >= 3
    assert "ORD-88213" in done.stdout.partition("case JY")[2]
    assert done.stdout.endswith("stopped\n")

    script = load_script(saved)
    step = script.steps[0]
    began = datetime.fromisoformat(script.metadata["received_at"])
    assert timedelta(days=2) < began - datetime.now(UTC) < timedelta(days=3)
    assert isinstance(step, Say)
    assert step.slots["incident_date"] == f"{began - timedelta(days=1):%Y-%m-%d}"


def test_an_interrupt_amid_the_start_leaves_nothing_behind(environ: dict[str, str]) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, cwd=ROOT, env=environ) as process:
        runs = Path(environ["JIEYOU_VAR"]) / "shell"
        wait_for(lambda: list(runs.glob("run-*/run/*.pid")))
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert output.endswith(b"stopped\n")
