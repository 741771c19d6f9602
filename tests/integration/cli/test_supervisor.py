"""The supervisor with real processes: it restarts the dead and leaves nothing behind."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.cli.service import Service, answers, port_problems
from tests.integration.cli.programs import (
    PARENT,
    SERVER,
    SLEEPER,
    STUBBORN,
    Run,
    runs,
    wait_for,
)
from tests.stack import free_ports

Start = Callable[..., Run]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Run] = []

    def begin(*services: Any, **patience: float) -> Run:
        run = Run(tmp_path / f"run{len(started)}", list(services), **patience)
        started.append(run)
        return run

    yield begin
    for run in started:
        run.end()


@pytest.fixture
def free_port() -> int:
    return free_ports(1)[0]


def test_everything_is_announced_once_it_answers(start: Start, free_port: int) -> None:
    run = start(["server", [SERVER, str(free_port)], free_port], ["sleeper", [SLEEPER], None])
    wait_for(lambda: "all ready" in run.output)
    assert answers(f"http://127.0.0.1:{free_port}/")()


def test_a_process_that_dies_is_named_and_started_again(start: Start, free_port: int) -> None:
    run = start(["server", [SERVER, str(free_port)], free_port], first_delay=0.1)
    wait_for(lambda: "all ready" in run.output)
    first = run.pid("server")
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: "server is back" in run.output)
    assert "server ended unexpectedly (killed by SIGKILL); it starts again in 0.1 s" in run.output
    assert run.pid("server") not in (0, first)
    assert answers(f"http://127.0.0.1:{free_port}/")()


def test_new_starts_come_ever_later_up_to_the_longest_delay(start: Start, free_port: int) -> None:
    run = start(
        ["broken", ["raise SystemExit(3)"], free_port],
        first_delay=0.05, longest_delay=0.2, attempts=6,
    )  # fmt: skip
    assert run.process.wait(timeout=15) == 1
    for delay in ("0.05 s", "0.1 s", "0.2 s"):
        assert (
            f"broken ended unexpectedly (exit status 3); it starts again in {delay}" in run.output
        )


def test_a_process_that_never_starts_ends_the_run_with_its_last_words(
    start: Start, free_port: int
) -> None:
    run = start(
        ["broken", ["raise SystemExit('the policy has no clocks')"], free_port],
        ["sleeper", [SLEEPER], None],
        first_delay=0.05, attempts=2,
    )  # fmt: skip
    assert run.process.wait(timeout=15) == 1
    assert "broken does not start" in run.output
    assert "the policy has no clocks" in run.output
    assert not any(run.folder.joinpath("run").glob("*.pid"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_end_asked_for_stops_every_process(start: Start, number: signal.Signals) -> None:
    run = start(["one", [SLEEPER], None], ["two", [SLEEPER], None])
    wait_for(lambda: "all ready" in run.output)
    pids = [run.pid("one"), run.pid("two")]
    run.process.send_signal(number)
    assert run.process.wait(timeout=15) == 0
    assert [pid for pid in pids if runs(pid)] == []
    assert not any(run.folder.joinpath("run").glob("*.pid"))


def test_a_process_that_will_not_leave_is_killed(start: Start) -> None:
    run = start(["stubborn", [STUBBORN], None], leave=0.5)
    wait_for(lambda: "all ready" in run.output)
    pid = run.pid("stubborn")
    assert run.interrupt() == 0
    assert not runs(pid)


def test_what_a_process_started_itself_is_stopped_with_it(start: Start, tmp_path: Path) -> None:
    ids = tmp_path / "ids"
    run = start(["parent", [PARENT, str(ids)], None])
    both = wait_for(lambda: ids.exists() and ids.read_text().split())
    assert run.interrupt() == 0
    wait_for(lambda: not any(runs(int(pid)) for pid in both))


def test_a_killed_supervisor_leaves_no_orphans(start: Start, tmp_path: Path) -> None:
    ids = tmp_path / "ids"
    run = start(["parent", [PARENT, str(ids)], None], ["sleeper", [SLEEPER], None])
    both = wait_for(lambda: ids.exists() and len(found := ids.read_text().split()) == 2 and found)
    pids = [*map(int, both), wait_for(lambda: run.pid("sleeper"))]
    run.process.kill()
    wait_for(lambda: not any(runs(pid) for pid in pids))


def test_output_goes_to_a_file_and_only_warnings_to_the_screen(start: Start) -> None:
    program = (
        "import time; print('a quiet line', flush=True);"
        "print('2026-11-23 WARNING disk is almost full', flush=True); time.sleep(600)"
    )
    run = start(["noisy", [program], None])
    wait_for(lambda: "noisy   | 2026-11-23 WARNING disk is almost full" in run.output)
    assert "a quiet line" not in run.output
    assert "a quiet line" in (run.folder / "log" / "noisy.log").read_text()


def test_a_command_that_is_not_there_is_told_in_words(start: Start, tmp_path: Path) -> None:
    from desk.cli.supervisor import Patience, Supervisor

    said: list[str] = []
    supervisor = Supervisor(
        [Service(name="ghost", command=[str(tmp_path / "missing")])],
        log_dir=tmp_path, run_dir=tmp_path, say=said.append,
        patience=Patience(first_delay=0.01, attempts=2),
    )  # fmt: skip
    assert supervisor.run() == 1
    assert any("ghost cannot be started (No such file or directory)" in line for line in said)


def test_a_taken_port_is_named_with_who_wants_it_and_how_to_change_it() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        service = Service(
            name="desk", command=[sys.executable], port=port, port_variable="JIEYOU_DESK_PORT"
        )
        (problem,) = port_problems([service])
    assert f"port {port} of 127.0.0.1 is taken, and desk wants it" in problem
    assert "JIEYOU_DESK_PORT=" in problem
    assert "\n" not in problem


def test_two_services_cannot_want_one_port(free_port: int) -> None:
    services = [
        Service(name=name, command=[], port=free_port, port_variable="JIEYOU_RASA_PORT")
        for name in ("rasa", "actions")
    ]
    (problem,) = port_problems(services)
    assert "is wanted by rasa and by actions alike" in problem


def test_a_free_port_is_no_problem(free_port: int) -> None:
    assert port_problems([Service(name="desk", command=[], port=free_port)]) == []
