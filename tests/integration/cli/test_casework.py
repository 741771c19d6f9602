"""The commands on cases, clock, policy and outbox, over a database of their own."""

import contextlib
import json
import logging
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from click.testing import Result
from typer.testing import CliRunner

from casework.settings import ROOT, SECRETS
from desk.cli import office
from desk.cli.main import app

Run = Callable[..., Result]
CASE = re.compile(r"JY\d{8}-\w{8}")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run a command in a company of its own that keeps nothing in the project's folder."""
    handlers = list(logging.getLogger().handlers)
    for name in SECRETS:
        monkeypatch.setenv(f"JIEYOU_{name}", "x")
    monkeypatch.setenv("JIEYOU_VAR", str(tmp_path))
    monkeypatch.setenv("JIEYOU_DATABASE_URL", f"sqlite:///{tmp_path / 'jieyou.db'}")
    monkeypatch.setenv("USER", "li")
    runner = CliRunner()

    def run_it(*arguments: str, fails: bool = False, typed: str | None = None) -> Result:
        result = runner.invoke(app, list(arguments), input=typed)
        assert (result.exit_code != 0) is fails, result.output
        return result

    yield run_it
    # A worker sets logging up for its process, which here goes on with other tests.
    logging.getLogger().handlers[:] = handlers
    structlog.reset_defaults()


def entered(run: Run, text: str = "快递丢了", *more: str) -> str:
    found = CASE.search(run("cases", "new", text, *more).stdout)
    assert found
    return found[0]


def shown(run: Run, case_no: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(run("cases", "show", case_no, "--json").stdout)
    return content


@pytest.mark.rows("R6", "R174", "R175", "R180", "R152", "R123")
def test_a_complaint_from_the_telephone_is_entered_listed_and_shown(run: Run) -> None:
    case_no = entered(
        run, "电热毯不热", "--category", "product_quality", "--phone", "13800138000", "--name", "王"
    )
    assert case_no in run("cases", "list").stdout
    sheet = run("cases", "show", case_no).stdout
    assert "电热毯不热" in sheet and "first_reply" in sheet and "受理后1小时内" in sheet
    case = shown(run, case_no)
    assert (case["channel"], case["language"], case["department"]) == ("staff", "zh", "quality")
    assert json.loads(run("cases", "list", "--json").stdout)[0]["case_no"] == case_no


def test_the_same_key_enters_the_same_case(run: Run) -> None:
    first = entered(run, "快递丢了", "--key", "letter-7")
    assert entered(run, "快递丢了", "--key", "letter-7") == first
    assert "used before" in run("cases", "new", "别的", "--key", "letter-7", fails=True).stderr


@pytest.mark.rows("R65", "R69", "R113", "R123")
def test_people_work_on_a_case_from_the_terminal(run: Run) -> None:
    case_no = entered(run, "快递丢了", "--email", "ann@example.com")
    run("cases", "assign", case_no, "wang")
    run("cases", "note", case_no, "打过电话")
    out = run("cases", "reply", case_no, "-", typed="您好，我是小李。").stdout
    assert "met first_reply" in out
    assert "met" in run("cases", "reply", case_no, "初步方案", "--solution", "--by", "zhao").stdout
    run("cases", "step", case_no, "paused", "--reason", "等底单")
    run("cases", "step", case_no, "resumed")
    run("cases", "step", case_no, "wait_announced", "--until", "2099-01-01T10:00", "--reason", "x")
    work = shown(run, case_no)["work"]
    assert work["assignee"] == "wang"
    assert [(e["kind"], e["author"]) for e in work["events"]][1:5] == [
        ("assigned", "li"),
        ("noted", "li"),
        ("agent_replied", "li"),
        ("solution_sent", "zhao"),
    ]


@pytest.mark.rows("R66", "R168", "R202")
def test_a_promise_is_not_sent_and_every_finding_is_told_with_status_3(run: Run) -> None:
    case_no = entered(run, "My parcel is lost", "--email", "ann@example.com")
    for arguments in (
        ("cases", "reply", case_no, "We will refund you tomorrow."),
        ("cases", "step", case_no, "solution_sent", "--text", "We will refund you tomorrow."),
    ):
        result = run(*arguments, fails=True)
        assert result.exit_code == 3
        assert "The promise gate stopped these words: commitment" in result.stderr
        assert "refund" in result.stderr and "approved by: " in result.stderr
    assert [event["kind"] for event in shown(run, case_no)["work"]["events"]] == ["filed"]


def test_a_mistake_is_one_line_and_status_1(run: Run) -> None:
    for arguments, message in (
        (("cases", "show", "JY1-NONE"), "No case has this number"),
        (("cases", "step", entered(run), "resumed"), "no clock is paused"),
        (("cases", "reply", entered(run), "您好"), "neither a conversation nor"),
        (("clock", "jump", "soon"), "neither +30m"),
        (("outbox", "resend"), "name one notice"),
        (("outbox", "resend", "77"), "No notice has this number"),
        (("articles", "你好"), "no article fits"),
    ):
        result = run(*arguments, fails=True)
        assert message in result.stderr and len(result.stderr.strip().splitlines()) == 1


def test_the_clock_jumps_forward_and_never_back(run: Run) -> None:
    before = run("clock", "now").stdout.strip()
    assert run("clock", "jump", "+2d").stdout.strip() > before
    assert run("clock", "now").stdout.strip() > before
    assert "never goes back" in run("clock", "jump", "2020-01-01", fails=True).stderr


def test_the_clock_stands_fast_in_production(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIEYOU_ENV", "production")
    assert "production" in run("clock", "jump", "+1h", fails=True).stderr
    assert "production" in run("demo", fails=True).stderr


@pytest.mark.rows("R117", "R14")
def test_a_worker_ticks_what_is_due_and_delivers(run: Run) -> None:
    case_no = entered(run, "快递丢了", "--email", "ann@example.com")
    run("clock", "jump", "+61m")
    run("worker", "--once")
    kinds = [event["kind"] for event in shown(run, case_no)["work"]["events"]]
    assert kinds == ["filed", "clock_reminded", "clock_missed", "clock_escalated"]
    listed = run("outbox", "list").stdout
    assert "staff_clock_escalated" in listed and "sent" in listed


def test_what_was_given_up_is_listed_and_sent_again(run: Run) -> None:
    entered(run, "快递丢了", "--email", "ann@example.com")
    run("clock", "jump", "+1d")
    run("worker", "--once")
    assert "JIEYOU_SMTP_URL is not set" in run("outbox", "list", "--state", "dead").stdout
    assert int(run("outbox", "resend", "--all").stdout.split()[0]) >= 1


@pytest.mark.rows("R13", "R132")
def test_the_policy_is_checked_and_explains_a_case(run: Run, tmp_path: Path) -> None:
    assert "no mistakes" in run("policy", "check").stdout
    bad = tmp_path / "bad.yml"
    text = (ROOT / "policy.yml").read_text(encoding="utf-8")
    bad.write_text(text.replace("kind: china", "kind: moon"), encoding="utf-8")
    wrong = run("policy", "check", str(bad), fails=True).stderr
    assert re.search(r"bad\.yml line \d+: calendar\.kind: 'moon' is unknown", wrong)
    case_no = entered(run, "开不了机", "--category", "product_quality")
    told = run("policy", "explain", case_no).stdout
    assert "major  ← grades.rules[2] (dead_on_arrival)" in told
    assert "quality  ← departments.by_category.product_quality" in told
    assert "← clocks.major_callback" in told


def test_a_demonstration_is_a_believable_company(run: Run) -> None:
    run("demo", "--cases", "12")
    assert "12 cases already" in run("demo", fails=True).stderr
    run("demo", "--cases", "2", "--add", "--seed", "9")
    cases = json.loads(run("cases", "list", "--limit", "50", "--json").stdout)
    assert len(cases) == 14
    assert {case["language"] for case in cases} == {"zh", "en"}
    assert len({case["complaint_text"] for case in cases}) == 14
    assert len({case["status"] for case in cases}) > 2
    assert run("outbox", "list", "--state", "pending").stdout.count("pending") == 0


@pytest.mark.rows("R105", "R125", "R67")
def test_articles_are_found_in_the_language_of_the_question(run: Run) -> None:
    assert "退款什么时候到账" in run("articles", "退款没到账").stdout
    assert "When a refund arrives" in run("articles", "my refund has not arrived").stdout


def test_a_worker_outlives_a_database_that_is_away_when_it_starts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(run)
    database = os.environ["JIEYOU_DATABASE_URL"]
    monkeypatch.setenv("JIEYOU_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nothing")
    seen: list[set[str]] = []

    def pause(_seconds: float) -> None:
        seen.append(_states(tmp_path / "jieyou.db"))
        if len(seen) > 1:
            raise KeyboardInterrupt
        monkeypatch.setenv("JIEYOU_DATABASE_URL", database)

    monkeypatch.setattr(office.time, "sleep", pause)
    run("worker", fails=True)
    assert seen == [{"pending"}, {"sent"}]


def _states(file: Path) -> set[str]:
    query = "SELECT state FROM outbox WHERE channel = 'console'"
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return {state for (state,) in connection.execute(query)}
