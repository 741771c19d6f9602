"""The command: `python -m tools.bench [--quick] [PART …]`; `make bench` calls it."""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from casework.settings import Settings
from desk.cli.environment import BOT_PYTHON, ROOT, contained, rasa_environment
from tools.bench.beside_helpdesk import NotInstalled
from tools.bench.databases import NoPostgres, fresh_database
from tools.bench.page import measured, write_block
from tools.bench.timing import load, machine

PAGE: Final = ROOT / "docs" / "performance.md"
IMAGES: Final = ROOT / "docs" / "performance"
RESULTS: Final = IMAGES / "results.json"
#: Full and short runs.
CASES: Final = (20_000, 100)
LISTED: Final = (200_000, 20_000)
DRAWS: Final = (20, 4)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the parts, print their tables, and write the page; return 1 where one failed."""
    parser = argparse.ArgumentParser(prog="tools.bench", description="Measures the product.")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="all but helpdesk if none")
    parser.add_argument("--quick", action="store_true", help="a short run, not written to docs/")
    parser.add_argument("--write", action="store_true", help="write a short run to docs/, too")
    given = parser.parse_args(arguments)
    wanted = given.parts or [name for name in PARTS if name != "helpdesk"]
    results: dict[str, Any] = {"machine": machine()}
    status = 0
    for name in wanted:
        say(f"measuring: {name}")
        before, begun = load(), time.monotonic()
        try:
            found = PARTS[name](given.quick)
        except (NoPostgres, NotInstalled) as error:
            say(f"{name} is left out: {error}")
            status = 1
            continue
        results[name] = found | {
            "quick": given.quick,
            "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            "load_before": before,
            "load": load(),
            "minutes": (time.monotonic() - begun) / 60,
        }
    print(measured(results), flush=True)
    if given.quick and not given.write:
        _keep(results, ROOT / "var" / "bench")
    else:
        _publish(results)
    return status


def say(line: str) -> None:
    """Print what is being done, at once."""
    print(f"· {line}", flush=True)


def _assistant(quick: bool) -> dict[str, Any]:
    from tools.bench.assistant import FULL, QUICK, measure

    return measure(QUICK if quick else FULL, say)


def _year(quick: bool) -> dict[str, Any]:
    from tools.bench.year import run_year

    with fresh_database("year") as url:
        return asdict(run_year(url, CASES[quick]))


def _listing(quick: bool) -> dict[str, Any]:
    from tools.bench.listing import run_listing

    with fresh_database("list") as url:
        return asdict(run_listing(url, LISTED[quick], DRAWS[quick]))


def _helpdesk(quick: bool) -> dict[str, Any]:
    from tools.bench.beside_helpdesk import compare

    return compare(quick, say)


PARTS: Final[dict[str, Callable[[bool], dict[str, Any]]]] = {
    "assistant": _assistant,
    "year": _year,
    "listing": _listing,
    "helpdesk": _helpdesk,
}


def _keep(results: dict[str, Any], folder: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "quick.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def _publish(results: dict[str, Any]) -> None:
    """Join what was measured now with the parts of earlier runs, and write page and pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    joined = before | results
    RESULTS.write_text(json.dumps(joined, indent=1) + "\n", encoding="utf-8")
    write_block(PAGE, joined)
    settings = Settings.from_env({}, root=ROOT)
    subprocess.run(
        [str(ROOT / BOT_PYTHON), "-m", "tools.bench.pictures", str(RESULTS), str(IMAGES)],
        env=rasa_environment(contained({}, settings.var, ROOT), settings, ROOT),
        cwd=ROOT,
        check=True,
    )
    say("docs/performance.md is written")


if __name__ == "__main__":
    sys.exit(main())
