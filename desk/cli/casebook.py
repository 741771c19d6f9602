"""`jieyou cases …`: list, show, enter, and every step that people do on a case."""

import json
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, Final

import typer

from casework.model import Case, Category, Demand, Grade
from casework.model.work import Nature, Origin, Step

app = typer.Typer(
    help="Cases: list, show, enter, and what people do on them.", no_args_is_help=True
)

# A narrower terminal wraps the lines by itself; a number that is cut off helps nobody.
NARROWEST: Final = 130
# Not 1, so that a script can tell words to be written anew from all else; 2 is a wrong call.
STOPPED: Final = 3

CaseNo = Annotated[str, typer.Argument(help="The case's number.", metavar="CASE")]
Author = Annotated[str, typer.Option("--by", help="Who does it.", envvar="USER")]
Words = Annotated[str, typer.Argument(help="The words; a hyphen reads them from the input.")]


@app.command(name="list")
def list_cases(
    limit: Annotated[int, typer.Option(min=1, max=200, help="At most so many.")] = 20,
    cursor: Annotated[str | None, typer.Option(help="Where the last page ended.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As the interface shows them.")] = False,
) -> None:
    """List cases, the newest first."""
    from casework.presenting import case_as_json

    with company() as firm:
        page = firm.cases.list(limit=limit, cursor=cursor)
        handlings = _handlings(firm, page.items)
        if as_json:
            _print_json([case_as_json(case) for case in page.items])
            return
        _table(page.items, handlings, firm.settings.tz, firm.clock.now())
        if page.next_cursor:
            typer.echo(f"more: jieyou cases list --cursor {page.next_cursor}")


@app.command()
def show(
    case_no: CaseNo,
    as_json: Annotated[bool, typer.Option("--json", help="As the interface shows it.")] = False,
) -> None:
    """Show a case: what was told, its due times, who has it, and what happened."""
    from casework.presenting import case_as_json
    from casework.presenting_work import work_as_json
    from desk.cli.casesheet import print_sheet

    with company() as firm:
        view = firm.handling.view(case_no)
        if as_json:
            _print_json({**case_as_json(view.case), "work": work_as_json(view, firm.policy)})
        else:
            print_sheet(view, firm.settings.tz)


@app.command()
def new(
    text: Words,
    category: Annotated[list[Category] | None, typer.Option(help="What it is about.")] = None,
    demand: Annotated[list[Demand] | None, typer.Option(help="What is asked for.")] = None,
    language: Annotated[str | None, typer.Option(help="zh or en.")] = None,
    product: Annotated[str | None, typer.Option(help="Product or service.")] = None,
    order_number: Annotated[str | None, typer.Option("--order", help="Order number.")] = None,
    name: Annotated[str | None, typer.Option(help="The customer's name.")] = None,
    phone: Annotated[str | None, typer.Option(help="The customer's phone.")] = None,
    email: Annotated[str | None, typer.Option(help="The customer's e-mail.")] = None,
    key: Annotated[str | None, typer.Option(help="The same key gives the same case again.")] = None,
) -> None:
    """Enter a complaint that came by telephone, by letter or at the counter (R6, R175)."""
    from bot.language.detect import detect_language
    from casework.model import Record

    words = _words(text)
    with company() as firm:
        record = Record(
            complaint_text=words,
            language=language or detect_language(words),
            category=tuple(category or ()),
            demand=tuple(demand or ()),
            product=product,
            order_number=order_number,
            contact_name=name,
            contact_phone=phone,
            contact_email=email,
            channel="staff",
        )
        done = firm.filing.file_entered(record, key or str(uuid.uuid4()))
        _print_filed(done.case, firm.settings.tz)


@app.command()
def assign(
    case_no: CaseNo,
    to: Annotated[str, typer.Argument(help="To whom.")],
    by: Author = "operator",
) -> None:
    """Give a case to a person."""
    _do(case_no, Step.ASSIGNED, by, to=(to,))


@app.command()
def note(case_no: CaseNo, text: Words, by: Author = "operator") -> None:
    """Write an internal note."""
    _do(case_no, Step.NOTED, by, text=_words(text))


@app.command()
def reply(
    case_no: CaseNo,
    text: Words,
    answer: Annotated[bool, typer.Option(help="It is the final answer.")] = False,
    solution: Annotated[bool, typer.Option(help="It names a preliminary solution.")] = False,
    update: Annotated[bool, typer.Option(help="It is the update that was announced.")] = False,
    by: Author = "operator",
) -> None:
    """Write to the customer; what the promise gate stops is not sent, and the status is 3."""
    step = Step.AGENT_REPLIED
    for is_meant, meant in (
        (answer, Step.CUSTOMER_ANSWERED),
        (solution, Step.SOLUTION_SENT),
        (update, Step.UPDATE_SENT),
    ):
        step = meant if is_meant else step
    _do(case_no, step, by, text=_words(text))


@app.command()
def step(
    case_no: CaseNo,
    what: Annotated[Step, typer.Argument(help="The step.")],
    text: Annotated[str | None, typer.Option(help="The words of the step.")] = None,
    to: Annotated[list[str] | None, typer.Option(help="A person or a department.")] = None,
    until: Annotated[datetime | None, typer.Option(help="A local instant.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    grade: Annotated[Grade | None, typer.Option(help="How heavy it weighs.")] = None,
    origin: Annotated[Origin | None, typer.Option(help="Where the cause lies.")] = None,
    nature: Annotated[Nature | None, typer.Option(help="What kind of failing it was.")] = None,
    valid: Annotated[
        bool | None, typer.Option("--valid/--not-valid", help="Whether the complaint holds.")
    ] = None,
    fault: Annotated[
        bool | None, typer.Option("--fault/--no-fault", help="Whether the product has the fault.")
    ] = None,
    by: Author = "operator",
) -> None:
    """Do any step: admitted, transmitted, shared, called_back, paused, graded and the rest."""
    _do(
        case_no,
        what,
        by,
        text=None if text is None else _words(text),
        to=tuple(to or ()),
        until=until,
        reason=reason,
        grade=grade,
        origin=origin,
        nature=nature,
        valid=valid,
        fault=fault,
    )


@contextmanager
def company() -> Iterator[Any]:
    """Yield the company; what goes wrong is one line and status 1.

    Words that the promise gate stops are told with all that was found, and give status 3.
    """
    from casework.errors import JieyouError
    from casework.gate.findings import WordsStopped
    from desk.cli.company import opened
    from desk.cli.failing import fail
    from desk.cli.stopping import print_stopped

    try:
        with opened() as firm:
            yield firm
    except WordsStopped as stopped:
        print_stopped(stopped)
        raise typer.Exit(STOPPED) from stopped
    except JieyouError as error:
        fail(str(error))


def _do(case_no: str, done: Step, by: str, **details: Any) -> None:
    from casework.services.doing import StepDetails

    with company() as firm:
        until = details.get("until")
        if until is not None and until.tzinfo is None:
            details["until"] = until.replace(tzinfo=firm.settings.tz)
        view = firm.handling.do(case_no, done, by, StepDetails(**details))
        met = view.events[-1].data.get("met") if view.events else []
        typer.echo(f"{view.case.case_no}: {done}" + (f", met {', '.join(met)}" if met else ""))


def _words(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


def _handlings(firm: Any, cases: tuple[Case, ...]) -> dict[str, Any]:
    with firm.storage(read_only=True) as uow:
        found = uow.handling.many([case.case_no for case in cases])
        return {handling.case_no: handling for handling in found}


def _table(cases: tuple[Case, ...], handlings: dict[str, Any], tz: Any, now: datetime) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, 1))
    for name in ("case", "status", "grade", "priority", "department", "with", "next due", "about"):
        table.add_column(name, no_wrap=True)
    for case in cases:
        handling = handlings.get(case.case_no)
        open_clocks = [clock for clock in case.clocks if clock.met_at is None]
        next_due = min((clock.due_at for clock in open_clocks), default=None)
        due = "" if next_due is None else f"{next_due.astimezone(tz):%m-%d %H:%M}"
        late = next_due is not None and next_due < now
        table.add_row(
            case.case_no,
            str(case.status),
            str(case.grade),
            str(case.priority),
            str(case.department),
            (handling.assignee if handling else None) or "",
            f"[red]{due}[/red]" if late else due,
            str(case.product or case.category[0]),
        )
    Console(width=max(Console().width, NARROWEST)).print(table)


def _print_filed(case: Case, tz: Any) -> None:
    first = min((clock.due_at for clock in case.clocks), default=None)
    due = "" if first is None else f", first due {first.astimezone(tz):%Y-%m-%d %H:%M}"
    typer.echo(f"{case.case_no}: {case.grade}, {case.priority}, {case.department}{due}")


def _print_json(content: Any) -> None:
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))
