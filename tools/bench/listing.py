"""Lists and filters many cases, as the desk and the interface do."""

import base64
import itertools
import json
import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import psycopg

from casework.model import CaseFilters, Category, Department, Grade, Priority, Status
from casework.policy_yaml import load_policy
from casework.services.cases import CaseService
from casework.settings import ROOT
from casework.storage.migrate import migrate
from casework.storage.tables import cases
from tools.bench.company import END, Company
from tools.bench.databases import analysed
from tools.bench.timing import Times, times

SEED: Final = 7
#: So many cases are filed by the product; the others are copies with values of their own.
FILED: Final = 60
PAGE: Final = 50
#: How often a value occurs, by its place in its list: the first are common, the last are rare.
RARER: Final = 0.6
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "status": tuple(Status),
    "department": tuple(Department),
    "grade": tuple(Grade),
    "priority": tuple(Priority),
    "category": tuple(Category),
}
TEXTS: Final = ("kettle", "水壶", "@example.com", "A10", "no such thing", "ß", "138")


@dataclass(frozen=True, slots=True)
class Listed:
    """How long the first and a later page of a combination of filters took."""

    filters: tuple[str, ...]
    found: Times


@dataclass(frozen=True, slots=True)
class Listing:
    """What was measured: every combination, and how long filling took."""

    cases: int
    combinations: tuple[Listed, ...]
    filled_in: float


def run_listing(url: str, count: int, draws: int) -> Listing:
    """Fill an empty database with cases and time every combination of filters.

    Each of the 64 combinations is asked for `draws` times with values of its own, common and rare
    ones, half of them for the page after one in the middle of the year.
    """
    draw = random.Random(SEED)
    started = time.perf_counter()
    migrate(url)
    company = Company(url, draw)
    for number in range(FILED):
        company.clock.at = END - timedelta(days=365) + timedelta(hours=number)
        company.filing.file_entered(company.stories.record(company.clock.at), f"list-{number}")
    multiply(url, count - FILED, FILED)
    analysed(url)
    filled_in = time.perf_counter() - started
    policy = load_policy(ROOT / "policy.yml")
    service = CaseService(company.storage, company.clock, policy.status_lookup)
    middle = _cursor_in_the_middle(service)
    found = []
    for names in _combinations():
        spent = []
        for number in range(draws):
            filters = _filters(names, draw)
            begun = time.perf_counter()
            service.list(filters=filters, limit=PAGE, cursor=middle if number % 2 else None)
            spent.append(time.perf_counter() - begun)
        found.append(Listed(names, times(spent)))
    company.storage.close()
    return Listing(count, tuple(found), filled_in)


def _combinations() -> Iterator[tuple[str, ...]]:
    names = (*KINDS, "text")
    for count in range(len(names) + 1):
        yield from itertools.combinations(names, count)


def _filters(names: tuple[str, ...], draw: random.Random) -> CaseFilters:
    values: dict[str, Any] = {name: draw.choice(KINDS[name]) for name in names if name != "text"}
    if "text" in names:
        values["text"] = draw.choice(TEXTS)
    return CaseFilters(**values)


def _cursor_in_the_middle(service: CaseService) -> str | None:
    """Return the cursor of a page in the middle: it only names an instant and a number."""
    (newest,) = service.list(limit=1).items
    place = [(newest.created_at - timedelta(days=180)).isoformat(), newest.case_no]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def multiply(url: str, count: int, filed: int) -> None:
    """Copy the `filed` cases with other numbers, days, states and contacts, clocks included."""
    drawn = {
        "case_no": "'JY' || to_char(at.at, 'YYYYMMDD') || '-' "
        "|| upper(substr(md5(number::text), 1, 8))",
        "created_at": "at.at",
        "updated_at": "at.at",
        "order_number": "chr(65 + number % 4) || (1000000 + number * 7919 % 9000000)",
        "contact_phone": "'1' || (3000000000 + number::bigint * 104729 % 6000000000)",
        "contact_email": "'customer' || number || '@example.com'",
        "intake_id": "NULL",
        **{name: _weighted(values) for name, values in KINDS.items() if name != "category"},
        "category": f"json_build_array({_weighted(KINDS['category'])})",
    }
    names = [column.name for column in cases.columns if column.computed is None]
    values = ", ".join(drawn.get(name, f'source."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    with psycopg.connect(url) as connection:
        connection.execute("SELECT setseed(0.7)")
        connection.execute(
            f"""
            INSERT INTO cases ({columns})
            SELECT {values}
            FROM generate_series(1, {count}) AS number
            CROSS JOIN LATERAL (
                SELECT timestamptz '{END.isoformat()}'
                    - random() * interval '365 days' * (number > 0)::int AS at
            ) AS at
            JOIN (
                SELECT *, row_number() OVER (ORDER BY case_no) - 1 AS place FROM cases
            ) AS source ON source.place = number % {filed}
            """
        )
        connection.execute(
            """
            INSERT INTO case_clocks (case_no, name, due_at, explanation)
            SELECT cases.case_no, clock.name, cases.created_at + interval '1 day',
                clock.explanation
            FROM cases CROSS JOIN (
                SELECT name, explanation FROM case_clocks
                WHERE case_no = (SELECT min(case_no) FROM case_clocks)
            ) AS clock
            WHERE cases.case_no NOT IN (SELECT case_no FROM case_clocks)
            """
        )


def _weighted(values: tuple[str, ...]) -> str:
    """Return SQL that draws one of the values, each later one more seldom."""
    shares = [RARER**place for place in range(len(values))]
    total, reached, whens = sum(shares), 0.0, []
    for value, share in zip(values[:-1], shares[:-1], strict=True):
        reached += share / total
        whens.append(f"WHEN drawn < {reached:.6f} THEN '{value}'")
    return (
        f"(SELECT CASE {' '.join(whens)} ELSE '{values[-1]}' END "
        f"FROM (SELECT ('x' || substr(md5(number || '{values[0]}'), 1, 8))::bit(32)::bigint "
        "/ 4294967296.0 AS drawn) AS draws)"
    )
