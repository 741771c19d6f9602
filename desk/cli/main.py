"""The command line `jieyou`: one function a command, everything heavy imported inside it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from desk.cli import casebook, office, upkeep
from desk.cli.failing import fail

app = typer.Typer(
    help="The complaint desk's own commands; the Makefile calls them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(casebook.app, name="cases")
app.add_typer(office.policy_app, name="policy")
app.add_typer(office.clock_app, name="clock")
app.add_typer(office.outbox_app, name="outbox")
app.command()(office.worker)
app.command()(office.articles)
app.command()(office.demo)
app.command()(upkeep.backup)
app.command()(upkeep.restore)
app.command()(upkeep.erase)
app.command()(upkeep.move)


@app.callback()
def jieyou() -> None:
    """Run, train and check the complaint desk."""


@app.command()
def run(
    follow_parent: Annotated[
        bool, typer.Option(help="Stop when the process that started this one ends.", hidden=True)
    ] = False,
) -> None:
    """Start Rasa, the action server and the desk, and keep them running until Ctrl-C."""
    from desk.cli.run import CannotRun
    from desk.cli.run import run as run_all

    try:
        status = run_all(follow_parent=follow_parent)
    except CannotRun as error:
        fail(str(error))
    raise typer.Exit(status)


@app.command()
def shell() -> None:
    """Chat in the terminal with a stack of its own, and see how each message was read."""
    from desk.cli.run import CannotRun
    from desk.cli.shell.run import shell as run_shell

    try:
        status = run_shell()
    except CannotRun as error:
        fail(str(error))
    raise typer.Exit(status)


@app.command()
def train(
    force: Annotated[bool, typer.Option(help="Train even when a model fits today's data.")] = False,
) -> None:
    """Train the assistant if no model fits today's data."""
    from casework.errors import SettingsError
    from desk.cli.environment import current
    from desk.cli.supervisor import say
    from desk.cli.training import TrainingFailed, ensure_model

    try:
        environ, settings = current()
        model = ensure_model(environ, settings, force=force)
    except (SettingsError, TrainingFailed) as error:
        fail(str(error))
    say(f"· the model is models/{model.name}")


@app.command()
def validate() -> None:
    """Let Rasa validate the training data, if it changed since the last time."""
    from casework.errors import SettingsError
    from desk.cli.environment import current
    from desk.cli.validation import validate_data

    try:
        environ, settings = current()
        status = validate_data(environ, settings)
    except SettingsError as error:
        fail(str(error))
    raise typer.Exit(status)


@app.command()
def doctor() -> None:
    """Look at settings, database, model and folders; name each problem and what to do about it.

    The status is 1 where something has to be changed, else 0.
    """
    import os

    from desk.cli.doctor import read_all, settings_findings
    from desk.cli.doctor_surroundings import surroundings
    from desk.cli.environment import ROOT, load_environment
    from desk.cli.findings import Level

    environ = load_environment(os.environ, ROOT)
    settings, found = read_all(environ, ROOT)
    if settings is not None:
        named = {each.name for each in found}
        told = settings_findings(environ, settings, ROOT)
        found += [each for each in told if each.name not in named]
        found += surroundings(environ, settings, ROOT)
    for each in found:
        print(each.line())
    count = {level: sum(each.level is level for each in found) for level in Level}
    print(f"{count[Level.ERROR]} errors, {count[Level.WARNING]} warnings")
    raise typer.Exit(1 if count[Level.ERROR] else 0)


@app.command()
def password(
    username: Annotated[str, typer.Argument(help="Whose password is lost.")] = "admin",
) -> None:
    """Give an account of the desk a one-time password, shown here and nowhere else."""
    from casework.errors import AccountRefused, JieyouError
    from desk.cli.accounts import reset_administrator
    from desk.cli.environment import current

    try:
        _, settings = current()
        made = reset_administrator(settings, username)
    except AccountRefused:
        fail(f"The desk has no account {username}.")
    except JieyouError as error:
        fail(str(error))
    print(f"{username} / {made} (shown only now; it has to be changed)")


@app.command(name="eval")
def evaluate(
    check: Annotated[
        bool, typer.Option(help="Fail where a reader dropped against data/eval/predictions.json.")
    ] = False,
    diet: Annotated[
        bool, typer.Option(help="Train Rasa's DIET and write docs/evaluation-baseline.md instead.")
    ] = False,
    model: Annotated[
        Path | None, typer.Option(help="A trained model; by default the one of today's data.")
    ] = None,
) -> None:
    """Measure the readers on the frozen messages, and write docs/evaluation.md."""
    from casework.errors import SettingsError
    from desk.cli.environment import current
    from desk.cli.evaluation import evaluate as evaluate_readers
    from desk.cli.training import TrainingFailed, ensure_model

    try:
        environ, settings = current()
        status = evaluate_readers(
            environ,
            settings,
            model or ensure_model(environ, settings),
            check=check,
            diet=diet,
        )
    except (SettingsError, TrainingFailed) as error:
        fail(str(error))
    raise typer.Exit(status)


gate_app = typer.Typer(help="The promise gate.", no_args_is_help=True)
app.add_typer(gate_app, name="gate")


@gate_app.command(name="measure")
def measure_gate(
    files: Annotated[
        list[Path], typer.Argument(help="Labelled sentences, such as tests/data/gate/zh.yml.")
    ],
    errors: Annotated[bool, typer.Option(help="List the sentences that were misjudged.")] = False,
) -> None:
    """Print precision, recall and F1 of the promise gate on labelled sentences, file by file."""
    from casework.errors import JieyouError
    from desk.cli.environment import current
    from desk.cli.gate import MeasureFailed, measure

    try:
        _, settings = current()
        measure(files, settings, errors=errors)
    except (JieyouError, MeasureFailed) as error:
        fail(str(error))


def main() -> None:
    """Run the command line; Ctrl-C ends it without a trace."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
