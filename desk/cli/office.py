"""`jieyou policy …`, `jieyou clock …`, `jieyou outbox …` and `jieyou worker`."""

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from casework.model.work import OutgoingState
from desk.cli.casebook import NARROWEST, CaseNo, company
from desk.cli.failing import fail

if TYPE_CHECKING:
    from desk.cli.company import Company

policy_app = typer.Typer(help="The company's policy.", no_args_is_help=True)
clock_app = typer.Typer(help="The product's clock.", no_args_is_help=True)
outbox_app = typer.Typer(help="Notices on their way out.", no_args_is_help=True)

WORKER_PAUSE: Final = 1.0


@policy_app.command()
def check(path: Annotated[Path | None, typer.Argument(help="Another file.")] = None) -> None:
    """Check the policy; a mistake is named with its line and its fix."""
    from casework.calendar_libraries import calendar_for
    from casework.errors import JieyouError
    from casework.policy_yaml import load_policy
    from desk.cli.environment import current

    try:
        file = path or current()[1].policy
        policy = load_policy(file)
        calendar_for(policy.work.calendar, policy.office_hours.days)
    except JieyouError as error:
        fail(str(error))
    typer.echo(
        f"{file.name} {policy.version}: {len(policy.clocks)} clocks, "
        f"{len(policy.work.ladders)} ladders, {len(policy.work.signals)} signals; no mistakes"
    )


@policy_app.command()
def explain(case_no: CaseNo) -> None:
    """Say which rule of the policy gave a case its grade, department, priority and clocks."""
    from desk.cli.casesheet import print_explanation

    with company() as firm:
        print_explanation(firm.handling.view(case_no))


@clock_app.command()
def now() -> None:
    """Show the product's present instant."""
    with company() as firm:
        typer.echo(f"{firm.clock.now().astimezone(firm.settings.tz).isoformat(timespec='seconds')}")


@clock_app.command()
def jump(
    to: Annotated[str, typer.Argument(help="+30m, +4h, +2d, or an ISO instant.")],
) -> None:
    """Move the product's clock forward; refused in production, and it never goes back."""
    from casework.clock import start_clock_at

    with company() as firm:
        if firm.settings.env == "production":
            fail("the clock cannot be moved in production")
        at = _instant(to, firm.clock.now(), firm.settings.tz)
        start_clock_at(firm.storage, at)
        typer.echo(at.astimezone(firm.settings.tz).isoformat(timespec="seconds"))


@outbox_app.command(name="list")
def list_notices(
    state: Annotated[OutgoingState | None, typer.Option(help="pending, sent or dead.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 50,
) -> None:
    """List notices, the latest first; --state dead shows those that were given up."""
    from rich.console import Console
    from rich.table import Table

    with company() as firm:
        table = Table(box=None, padding=(0, 1))
        for name in ("id", "case", "to", "channel", "notice", "state", "tries", "why"):
            table.add_column(name, no_wrap=True)
        for each in firm.outbox.list(state=state, limit=limit):
            table.add_row(
                str(each.id),
                each.case_no or "",
                each.recipient,
                each.channel,
                each.key,
                str(each.state),
                str(each.attempts),
                each.error or "",
            )
        Console(width=max(Console().width, NARROWEST)).print(table)


@outbox_app.command()
def resend(
    notice_id: Annotated[int | None, typer.Argument(help="The notice's number.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that were given up.")] = False,
) -> None:
    """Let notices that were given up be tried again."""
    if (notice_id is None) is not everything:
        fail("name one notice, or say --all")
    with company() as firm:
        dead = firm.outbox.list(state=OutgoingState.DEAD, limit=10_000) if everything else []
        numbers = [each.id for each in dead] if everything else [notice_id]
        for number in numbers:
            firm.outbox.resend(number)
        typer.echo(f"{len(numbers)} will be tried again")


def demo(
    cases: Annotated[int, typer.Option(min=1, max=20_000, help="How many.")] = 500,
    seed: Annotated[int, typer.Option(help="The same seed gives the same company.")] = 7,
    add: Annotated[bool, typer.Option(help="Even where there are cases already.")] = False,
) -> None:
    """Fill a believable company: cases of three months in both languages, and the work on them."""
    from rich.console import Console
    from rich.progress import track

    from casework.numbering import RandomIds
    from desk.cli.demo import Demo

    with company() as firm:
        if firm.settings.env == "production":
            fail("a demonstration has no place in production")
        with firm.storage(read_only=True) as uow:
            known = uow.cases.count()
        if known and not add:
            fail(f"there are {known} cases already; --add puts others beside them")
        started = time.monotonic()
        filled = Demo(firm, RandomIds(), seed).fill(cases)
        console = Console(stderr=True)
        for _ in track(filled, "filing and handling", total=cases, console=console):
            pass
        typer.echo(f"{cases} cases in {time.monotonic() - started:.0f} s; jieyou cases list")


def articles(
    question: Annotated[str, typer.Argument(help="A customer's or your own words.")],
    language: Annotated[str | None, typer.Option(help="zh or en; else the question's.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=20, help="At most so many.")] = 3,
) -> None:
    """Find help articles: questions, troubleshooting, warranty, law."""
    from bot.language.detect import detect_language
    from casework.aid_files import ARTICLES
    from casework.errors import JieyouError
    from casework.help_yaml import load_help

    try:
        index = load_help(ARTICLES)
    except JieyouError as error:
        fail(str(error))
    found = index.search(question, language or detect_language(question) or "zh", limit=limit)
    for each in found:
        typer.echo(f"{each.article.title}  [{each.article.kind}, {each.score:.1f}]")
        typer.echo(f"{each.article.body}\n")
    if not found:
        fail("no article fits")


def worker(
    once: Annotated[bool, typer.Option(help="Do what is due now, then end.")] = False,
) -> None:
    """Let clocks tick, deliver notices and let go of what is kept no longer, beside the desk.

    With PostgreSQL on any machine.

    What is said in conversations stays the desk's, which has the open pages.
    """
    import structlog

    from casework.errors import JieyouError, StorageUnavailable
    from desk.cli.company import opened

    while True:
        try:
            with opened() as firm:
                _work(firm, once)
            return
        except StorageUnavailable as error:
            if once:
                fail(str(error))
            # A worker outlives its database, also where that is away when the worker starts.
            structlog.get_logger().warning("worker.put_off", error=type(error).__name__)
            time.sleep(WORKER_PAUSE)
        except JieyouError as error:
            fail(str(error))


def _work(firm: "Company", once: bool) -> None:
    import os

    import structlog

    from casework.errors import JieyouError
    from casework.logs import configure_logging
    from casework.notify.postman import Postman
    from casework.notify.texts import NoticeTexts
    from casework.services.clockwork import ClockWorker
    from desk.background import TIDY_SECONDS
    from desk.couriers import TEXTS, couriers_of
    from desk.tidying import tidier_of

    configure_logging(firm.settings.log_format)
    log = structlog.get_logger()
    clocks = ClockWorker(firm.storage, firm.policy, firm.clock, firm.calendar, firm.settings.tz)
    texts = NoticeTexts.load(TEXTS, firm.settings.tz)
    postman = Postman(firm.outbox, texts, couriers_of(firm.settings), speaks=False)
    tidier = tidier_of(os.environ, firm.settings)
    clocks.adopt()
    clocks.recount()
    tidied_at = float("-inf")
    while True:
        busy = False
        try:
            busy = bool(clocks.work().cases) | bool(postman.deliver())
            if tidier and time.monotonic() - tidied_at >= TIDY_SECONDS:
                if tidier.work():
                    busy = True
                else:
                    tidied_at = time.monotonic()
                    tidier.shorten_logs()
        except JieyouError as error:
            log.warning("worker.put_off", error=type(error).__name__)
        if busy:
            continue
        if once:
            return
        time.sleep(WORKER_PAUSE)


def _instant(text: str, now_is: datetime, tz: object) -> datetime:
    from zoneinfo import ZoneInfo

    from casework.errors import PolicyError
    from casework.yaml_nodes import YamlNode

    try:
        if text.startswith("+"):
            return now_is + YamlNode.parse(text[1:], "clock").duration()
        at = datetime.fromisoformat(text)
    except (ValueError, PolicyError):
        fail(f"{text!r} is neither +30m, +4h, +2d nor an ISO instant")
    return at if at.tzinfo else at.replace(tzinfo=tz if isinstance(tz, ZoneInfo) else None)
