"""Runs sittings until so many kills are on record, and writes the page: `make chaos KILLS=1000`.

Each sitting is a file under `var/chaos/records`; a run that was interrupted goes on from there.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any, Final

from desk.cli.environment import ROOT
from tests.chaos.pairs import missing
from tests.chaos.report import write_report
from tests.chaos.sitting import PAIRS, POSTGRES, SQLITE, sit

RECORDS: Final = ROOT / "var" / "chaos" / "records"
KILLS_A_SITTING: Final = 200


def main() -> int:
    """Return 0 where no sitting on record found a fault."""
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=30)
    parser.add_argument("--turns", type=float, default=3.0, help="turns a second, of all")
    parser.add_argument("--kind", choices=kinds(), help="one kind of sitting alone")
    parser.add_argument("--fresh", action="store_true", help="forget what is on record")
    asked = parser.parse_args()
    if asked.fresh:
        shutil.rmtree(RECORDS, ignore_errors=True)
    RECORDS.mkdir(parents=True, exist_ok=True)
    while (left := asked.kills - _killed(records())) > 0:
        kind = asked.kind or _less_tried(records())
        kills = min(left, KILLS_A_SITTING)
        print(f"· {kind}: {kills} of {left} kills that are left", flush=True)
        _one_sitting(kind, kills, asked)
        write_report(records())
    write_report(records())
    return 1 if any(record["faults"] for record in records()) else 0


def _one_sitting(kind: str, kills: int, asked: argparse.Namespace) -> None:
    folder = Path(tempfile.mkdtemp(prefix=f"{kind.partition(',')[0]}-", dir=RECORDS.parent))
    record = asyncio.run(
        sit(kind, folder, kills=kills, at_once=asked.at_once, turns_a_second=asked.turns)
    )
    name = f"{record.at.replace(':', '')}-{uuid.uuid4().hex[:4]}.json"
    content = json.dumps(record.as_json(), ensure_ascii=False)
    (RECORDS / name).write_text(content, encoding="utf-8")
    done = sum(record.kills.values())
    print(f"  {done} kills in {record.seconds:.0f} s: {len(record.faults)} faults", flush=True)
    for fault in record.faults[:20]:
        print(f"  {fault}", flush=True)
    if record.faults:
        print(f"  database and logs are kept in {folder}", flush=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)


def records() -> list[dict[str, Any]]:
    """Return all sittings on record, the oldest first."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RECORDS.glob("*.json"))]


def kinds() -> list[str]:
    """Return the kinds of sittings for which everything is here."""
    return [SQLITE, POSTGRES, *([] if missing() else [PAIRS])]


def _killed(found: list[dict[str, Any]]) -> int:
    return sum(sum(record["kills"].values()) for record in found)


def _less_tried(found: list[dict[str, Any]]) -> str:
    done = {
        kind: _killed([record for record in found if record["database"] == kind])
        for kind in kinds()
    }
    return min(done, key=lambda kind: done[kind])


if __name__ == "__main__":
    sys.exit(main())
