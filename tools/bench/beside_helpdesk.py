"""The casework beside django-helpdesk, on one PostgreSQL in one run."""

import json
import os
import random
import subprocess
import time
import tomllib
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from casework.model import CaseFilters, Priority, Status
from casework.policy_yaml import load_policy
from casework.presenting import case_as_json
from casework.services.cases import CaseService
from casework.settings import ROOT
from casework.storage.migrate import migrate
from tools.bench.company import END, Company
from tools.bench.databases import analysed, fresh_database
from tools.bench.listing import PAGE, SEED, multiply
from tools.bench.timing import times

PROJECT: Final = ROOT / "tools" / "bench" / "helpdesk"
ENVIRONMENT: Final = ROOT / "var" / "bench" / "helpdesk-venv"
#: Cases in the list, cases filed, and pages asked for; full and short.
SIZES: Final = ((50_000, 100, 40), (2_000, 20, 5))
WORDS: Final = ("kettle", "A10", "no such thing")


class NotInstalled(Exception):
    """django-helpdesk's environment is not there."""


def compare(quick: bool, say: Callable[[str], None]) -> dict[str, Any]:
    """Measure both and return figures ready for JSON.

    Raises:
        NotInstalled: `make bench HELPDESK=1` has not made its environment.
    """
    python = ENVIRONMENT / "bin" / "python"
    if not python.is_file():
        raise NotInstalled("django-helpdesk is not installed; use `make bench HELPDESK=1`")
    count, filed, pages = SIZES[quick]
    found: dict[str, Any] = {"cases": count, "version": _version()}
    say("filing and listing with the product")
    with fresh_database("ours") as url:
        records, found["ours"] = _ours(url, count, filed, pages)
    say("filing and listing with django-helpdesk")
    with fresh_database("theirs") as url:
        found["theirs"] = _theirs(python, url, records, count, pages)
    return found


def _ours(
    url: str, count: int, filed: int, pages: int
) -> tuple[list[dict[str, str]], dict[str, Any]]:
    draw = random.Random(SEED)
    migrate(url)
    company = Company(url, draw)
    records: list[dict[str, str]] = []
    spent: dict[str, list[float]] = {"filing": []}
    for number in range(filed):
        company.clock.at = END - timedelta(days=365) + timedelta(hours=number)
        record = company.stories.record(company.clock.at)
        begun = time.perf_counter()
        company.filing.file_entered(record, f"beside-{number}")
        spent["filing"].append(time.perf_counter() - begun)
        text = record.complaint_text
        mail = record.contact_email or ""
        records.append({"title": text[:60].replace("\n", " "), "body": text, "email": mail})
    multiply(url, count - filed, filed)
    analysed(url)
    policy = load_policy(ROOT / "policy.yml")
    service = CaseService(company.storage, company.clock, policy.status_lookup)

    def asked(**filters: Any) -> float:
        begun = time.perf_counter()
        page = service.list(filters=CaseFilters(**filters), limit=PAGE)
        json.dumps([case_as_json(case) for case in page.items])
        return time.perf_counter() - begun

    spent["listing"] = [asked() for _ in range(pages)]
    spent["filtered"] = [
        asked(status=draw.choice(list(Status)), priority=draw.choice(list(Priority)))
        for _ in range(pages)
    ]
    spent["searched"] = [asked(text=draw.choice(WORDS)) for _ in range(pages)]
    company.storage.close()
    return records, {name: asdict(times(each)) for name, each in spent.items()}


def _theirs(
    python: Path, url: str, records: list[dict[str, str]], count: int, pages: int
) -> dict[str, Any]:
    file = ROOT / "var" / "bench" / "helpdesk-records.json"
    file.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    done = subprocess.run(
        [str(python), str(PROJECT / "measure.py"), url, str(file), str(count), str(pages)],
        env={"PATH": os.environ.get("PATH", ""), "PYTHONWARNINGS": "ignore"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    spent: dict[str, list[float]] = json.loads(done.stdout.strip().splitlines()[-1])
    return {name: asdict(times(each)) for name, each in spent.items()}


def _version() -> str:
    lock = tomllib.loads((PROJECT / "uv.lock").read_text(encoding="utf-8"))
    return next(str(p["version"]) for p in lock["package"] if p["name"] == "django-helpdesk")
