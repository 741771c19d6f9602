"""Writes the measured block of `docs/performance.md`; the words round it are people's."""

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

BEGIN: Final = "<!-- measured: written by `make bench` -->"
END: Final = "<!-- end of what was measured -->"
IMAGES: Final = "performance"
TURNS: Final = {
    "parse": "`/model/parse`, p50 / p95",
    "utter": "utter-only turn, p50 / p95",
    "form": "form turn, p50 / p95",
    "filing": "filing turn, p50 / p95",
}
#: Messages a second that the page plans for, and how busy a processor may be.
RATES: Final = (1, 10, 1000)
BUSY: Final = 0.7
_BLOCK: Final = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)


def write_block(page: Path, results: Mapping[str, Any]) -> None:
    """Replace the measured block of the page; raise `ValueError` where it has none."""
    text = page.read_text(encoding="utf-8")
    if not _BLOCK.search(text):
        raise ValueError(f"{page} has no block between {BEGIN} and {END}")
    block = f"{BEGIN}\n{measured(results)}\n{END}"
    page.write_text(_BLOCK.sub(lambda _: block, text, count=1), encoding="utf-8")


def measured(results: Mapping[str, Any]) -> str:
    """Return the tables of all parts that were measured, as Markdown."""
    sections = [f"On {results['machine']}."]
    for name, section in (
        ("assistant", _assistant),
        ("year", _year),
        ("listing", _listing),
        ("helpdesk", _helpdesk),
    ):
        if name in results:
            sections.append(section(results[name]))
    return "\n\n".join(sections)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table; every column after the first is aligned to the right."""
    rule = ["---", *("---:" for _ in head[1:])]
    lines = [head, rule, *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _when(found: Mapping[str, Any]) -> str:
    short = " A short run (`QUICK=1`)." if found["quick"] else ""
    return (
        f"Measured {found['at']}; load average {found['load_before']:.1f} before and "
        f"{found['load']:.1f} after.{short}"
    )


def _assistant(found: Mapping[str, Any]) -> str:
    ours, stock, echo = found["ours"], found["stock"], found["echo"]
    training = found["trainings"]
    epochs = training["epochs"] or 100
    rows: list[list[object]] = [
        [
            f"training on {training['messages']:,} messages, by the clock / of the processors",
            *(
                f"{training[side]['seconds']:.0f} / {training[side]['cpu']:.0f} s"
                for side in ("ours", "stock")
            ),
            _ratio(training["ours"]["cpu"], training["stock"]["cpu"]),
        ],
        [
            "start until ready",
            f"{ours['ready_in']:.0f} s",
            f"{stock['ready_in']:.0f} s",
            _ratio(ours["ready_in"], stock["ready_in"]),
        ],
        [
            "memory of Rasa",
            *(f"{memory:.0f} MB" for memory in (ours["memory"]["rasa"], stock["memory"]["Rasa"])),
            _ratio(ours["memory"]["rasa"], stock["memory"]["Rasa"]),
        ],
    ]
    for kind, title in TURNS.items():
        first, second = ours[kind], stock[kind]
        ratio = _ratio(first["p50"], second["p50"]) if first and second else "–"
        rows.append([title, _times(first), _times(second), ratio])
    rows += [_crowd_row(*each) for each in zip(ours["crowds"], stock["crowds"], strict=True)]
    rows.append(
        [
            f"turn {ours['long']['turns']} against turn 1, p50",
            *(f"{side['last'] / side['first']:.1f} ×" for side in (ours["long"], stock["long"])),
            "",
        ]
    )
    sections = [
        "### The assistant beside a stock Rasa",
        _when(found),
        table(["", "the product", "stock Rasa", "ratio"], rows),
        f"The stock bot was trained for {epochs} epochs at a load average of "
        f"{training['load']:.1f}. The product's start is that of all three processes; its turns go "
        "through the gateway, the database and the action server, those of the stock bot through "
        "Rasa's REST channel (and its action server, where it files).",
        "The echo passes a message through the same HTTP layers and does nothing: "
        + ", ".join(
            f"{each['per_second']:.0f} messages a second with {each['customers']}"
            for each in echo["crowds"]
        )
        + f" (p50 {echo['crowds'][0]['answered']['p50']:.1f} ms with one).",
        *_filed(ours, stock),
        "#### What a turn costs",
        _parts(ours["parts"]),
        f"![The parts of a turn]({IMAGES}/turn.png) ![Throughput]({IMAGES}/throughput.png)",
        "#### What a message costs each process",
        table(
            ["", "processor time a message", "memory"],
            [
                [name, f"{ours['cpu_ms'][name]:.1f} ms", f"{ours['memory'][name]:.0f} MB"]
                for name in ours["cpu_ms"]
            ],
        ),
        "#### What it takes",
        f"At {BUSY:.0%} of a processor each, so that bursts find room. A Python process uses one "
        "processor, so the processes are the processors rounded up.",
        _capacity(ours),
    ]
    return "\n\n".join(sections)


def _capacity(ours: Mapping[str, Any]) -> str:
    """Return how many processors and processes a rate of messages needs, part by part."""
    rows: list[list[object]] = []
    for rate in RATES:
        row: list[object] = [f"{rate:,} a second"]
        for name, cost in ours["cpu_ms"].items():
            processors = rate * cost / 1000 / BUSY
            count = max(1, math.ceil(processors))
            row.append(f"{processors:.2g} → {count:,} × {ours['memory'][name]:.0f} MB")
        rows.append(row)
    return table(["messages", *ours["cpu_ms"]], rows)


def _filed(ours: Mapping[str, Any], stock: Mapping[str, Any]) -> list[str]:
    """Say where a conversation did not end in a case: its turns count, its filing is missing."""
    told = [
        f"{side['unfiled']} conversation(s) of {name} filed nothing."
        for name, side in (("the product", ours), ("the stock bot", stock))
        if side["unfiled"]
    ]
    return [" ".join(told)] if told else []


def _crowd_row(ours: Mapping[str, Any], stock: Mapping[str, Any]) -> list[object]:
    late = [f" ({each['late']} late)" if each["late"] else "" for each in (ours, stock)]
    speeds = [each["per_second"] for each in (ours, stock)]
    return [
        f"messages a second, {ours['customers']} customer(s)",
        *(f"{speed:.1f}{note}" for speed, note in zip(speeds, late, strict=True)),
        _ratio(*speeds),
    ]


def _parts(parts: Mapping[str, Mapping[str, float]]) -> str:
    titles = {"utter": "utter-only", "form": "form", "filing": "filing"}
    names = list(dict.fromkeys(name for each in parts.values() for name in each))
    rows: list[list[object]] = [
        [name, *(f"{each.get(name, 0.0):.1f} ms" for each in parts.values())] for name in names
    ]
    rows.append(["**all**", *(f"**{sum(each.values()):.1f} ms**" for each in parts.values())])
    return table(["mean", *(titles[kind] for kind in parts)], rows)


def _year(found: Mapping[str, Any]) -> str:
    each = found["seconds"] / found["cases"]
    rows: list[list[object]] = [
        ["cases filed", f"{found['cases']:,}"],
        ["steps of people", f"{found['steps']:,}"],
        ["ticks of clocks", f"{found['ticks']:,}"],
        ["promises missed", f"{found['missed']:,}"],
        ["levels of ladders climbed", f"{found['escalated']:,}"],
        ["notices delivered", f"{found['delivered']:,}"],
        ["**the whole year**", f"**{_minutes(found['seconds'])}**"],
        *(
            list[object]([f"of it {part}", _minutes(seconds)])
            for part, seconds in sorted(found["spent"].items(), key=lambda item: -item[1])
        ),
        [
            "a case, from filing to the last notice",
            f"{each * 1000:.1f} ms",
        ],
        [
            "of it processor time without PostgreSQL's",
            f"{found['cpu'] / found['cases'] * 1000:.1f} ms",
        ],
    ]
    if not found["quick"]:
        # Few cases in a year cost more each: the clocks are looked after although little is due.
        rows.append(["20,000 cases at that rate", _minutes(each * 20_000)])
    return "\n\n".join(
        [
            "### A year of cases",
            _when(found),
            table(["", "PostgreSQL"], rows),
            f"![The parts of the year]({IMAGES}/year.png)",
        ]
    )


def _listing(found: Mapping[str, Any]) -> str:
    slowest = sorted(found["combinations"], key=lambda each: -each["found"]["p95"])[:8]
    pages = found["combinations"][0]["found"]["count"]
    over = sum(each["found"]["p95"] > 300 for each in found["combinations"])
    rows = [[", ".join(each["filters"]) or "no filter", _times(each["found"])] for each in slowest]
    return "\n\n".join(
        [
            f"### Listing and filtering {found['cases']:,} cases",
            _when(found),
            f"Of {len(found['combinations'])} combinations of filters {over} took more than "
            f"300 ms (p95 of {pages} pages each, half of them from the middle of the year). "
            "The slowest:",
            table(["filters", "p50 / p95"], rows),
            f"![The combinations]({IMAGES}/listing.png)",
        ]
    )


def _helpdesk(found: Mapping[str, Any]) -> str:
    rows = [
        [title, _times(found["ours"][key]), _times(found["theirs"][key]),
         _ratio(found["ours"][key]["p50"], found["theirs"][key]["p50"])]
        for key, title in (
            ("filing", "filing, p50 / p95"),
            ("listing", "first page, newest first, p50 / p95"),
            ("filtered", "filtered by state and priority, p50 / p95"),
            ("searched", "searched by a word, p50 / p95"),
        )
    ]  # fmt: skip
    return "\n\n".join(
        [
            f"### Beside django-helpdesk {found['version']}",
            _when(found),
            f"On the same PostgreSQL, with {found['cases']:,} cases and as many tickets.",
            table(["", "the product", "django-helpdesk", "ratio"], rows),
        ]
    )


def _times(found: Mapping[str, float] | None) -> str:
    return f"{found['p50']:.1f} / {found['p95']:.1f} ms" if found else "–"


def _ratio(first: float, second: float) -> str:
    return f"{first / second:.2f}" if second else "–"


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min"
