"""The product's assistant beside a stock Rasa, on one machine in one run."""

import hashlib
import inspect
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import httpx
import yaml

from casework.settings import Settings
from desk.cli.environment import BOT_PYTHON, PROJECT_PYTHON, ROOT, contained, rasa_environment
from desk.cli.fingerprint import fingerprint
from tests.stack import Stack, free_ports, model_for_today
from tools.bench.processes import Running, Spent, cpu, resident, run_timed, started
from tools.bench.stock.project import Example, sample, write_endpoints, write_messages, write_stock
from tools.bench.talking import MIXED, Place, Talker, crowd, growing
from tools.bench.timing import load, times

UTTER_ONLY: Final = ("hello", "你好", "thanks")
COMPLAINTS: Final = (
    "My kettle leaks. I bought it last Tuesday, order ORD-88213. I want a refund.",
    "我买的空调装好第二天就漏水，客厅地板都泡了",
)
#: What a customer answers to each question of ours.
ANSWERS: Final = {
    "complaint_text": "it leaks at the bottom",
    "product": "the kettle",
    "model": "KX-20",
    "serial_number": "SN88213",
    "quantity": "1",
    "order_number": "ORD-88213",
    "incident_date": "2026-11-20",
    "demand": "I want a refund",
    "amount": "39 dollars",
    "contact_name": "Amy Walker",
    "contact": "13812345678",
    "confirm": "yes",
}
STOCK_ANSWERS: Final = ("the kettle", "ORD-88213", "I want a refund", "13812345678")
CUSTOMERS: Final = (1, 16, 64)
EDGE: Final = 20
REST: Final = "/webhooks/rest/webhook"
MOST_TURNS: Final = 15


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    #: Messages of each language that the stock bot (and ours, for the same table) learns from.
    sample: int
    #: Epochs of the stock bot's models; None keeps Rasa's 100.
    epochs: int | None
    parses: int
    conversations: int
    crowd_seconds: float
    turns: int


FULL: Final = Sizes(1000, 30, 200, 20, 10.0, 300)
QUICK: Final = Sizes(100, 5, 40, 4, 3.0, 60)


def measure(sizes: Sizes, say: Callable[[str], None]) -> dict[str, Any]:
    """Train, start and measure both assistants and the echo; return figures ready for JSON."""
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    examples = sample(sizes.sample)
    trainings = _trainings(folder, examples, sizes.epochs, say)
    texts = _parse_texts(sizes.parses)
    found: dict[str, Any] = {"sizes": asdict(sizes), "trainings": trainings["figures"]}
    say("measuring the echo")
    with _echo(folder) as place:
        found["echo"] = _speeds(place, sizes, {}, say, "echo")
    say("measuring the stock bot")
    with _stock(folder, Path(trainings["stock"])) as (place, running, parse):
        found["stock"] = {
            "ready_in": running.ready_in,
            "parse": asdict(times(_parsed(parse, texts))),
        }
        found["stock"] |= _stock_turns(place, sizes)
        found["stock"] |= _speeds(place, sizes, {"Rasa": running.pid}, say, "stock")
        found["stock"]["long"] = _edges(growing(place, sizes.turns))
        found["stock"]["memory"] = {"Rasa": resident(running.pid)}
    say("measuring the product")
    with tempfile.TemporaryDirectory(dir=folder) as place_of_stack:
        found["ours"] = _ours(Path(place_of_stack), sizes, texts, say)
    found["load"] = load()
    return found


# -- training -----------------------------------------------------------------------------------


def _trainings(
    folder: Path, examples: Sequence[Example], epochs: int | None, say: Callable[[str], None]
) -> dict[str, Any]:
    """Train the stock bot and ours on the same messages, unless an earlier run did."""
    key = json.dumps([[(e.intent, e.text, e.metadata) for e in examples], epochs])
    # A stock bot whose messages were written in another way is not this one.
    key += inspect.getsource(write_messages)
    digest = hashlib.sha256((key + fingerprint(ROOT)).encode()).hexdigest()[:12]
    kept = folder / f"trained-{digest}"
    figures = kept / "figures.json"
    if not figures.is_file():
        say(f"training the stock bot on {len(examples):,} messages")
        write_stock(kept / "stock", examples, epochs)
        stock = _train(kept / "stock", kept / "stock.log", ["data"])
        say("training ours on the same messages")
        _write_ours(kept / "ours", examples)
        rules = str(ROOT / "data" / "rules")
        ours = _train(kept / "ours", kept / "ours.log", ["data", rules], str(ROOT / "domain.yml"))
        told = {
            "messages": len(examples), "epochs": epochs, "load": load(),
            "stock": asdict(stock), "ours": asdict(ours),
        }  # fmt: skip
        figures.write_text(json.dumps(told), encoding="utf-8")
    return {
        "figures": json.loads(figures.read_text(encoding="utf-8")),
        "stock": str(kept / "stock"),
    }


def _train(folder: Path, log: Path, data: Sequence[str], domain: str = "domain.yml") -> Spent:
    command = [
        str(ROOT / BOT_PYTHON), "-m", "rasa", "train", "--force", "--config", "config.yml",
        "--domain", domain, "--data", *data, "--out", "models", "--fixed-model-name", "model",
    ]  # fmt: skip
    return run_timed(command, _environment(), folder, log)


def _write_ours(folder: Path, examples: Sequence[Example]) -> None:
    write_messages(folder / "data" / "nlu.yml", examples, labelled=True)
    config = (ROOT / "config.yml").read_text(encoding="utf-8")
    # Vectors kept from an earlier training would flatter this one.
    config = config.replace("encodings: .cache/encodings", "encodings: null")
    (folder / "config.yml").write_text(config, encoding="utf-8")


def _environment() -> dict[str, str]:
    settings = Settings.from_env(os.environ, root=ROOT)
    machine = {name: value for name, value in os.environ.items() if not name.startswith("JIEYOU_")}
    return rasa_environment(contained(machine, settings.var, ROOT), settings, ROOT)


# -- what is measured of each -------------------------------------------------------------------


def _parse_texts(count: int) -> list[str]:
    """Return frozen messages of both languages in turn; nothing was trained on them."""
    found = []
    for language in ("zh", "en"):
        content = yaml.safe_load((ROOT / "data" / "eval" / f"{language}.yml").read_text("utf-8"))
        texts = [each["text"].strip() for block in content["nlu"] for each in block["examples"]]
        found.append(texts[:: max(1, len(texts) // (count // 2))][: count // 2])
    return [text for pair in zip(*found, strict=True) for text in pair]


def _parsed(url: str, texts: Sequence[str]) -> list[float]:
    spent = []
    with httpx.Client(timeout=60.0, trust_env=False) as client:
        client.post(url, json={"text": "hello"}).raise_for_status()
        for text in texts:
            begun = time.perf_counter()
            client.post(url, json={"text": text}).raise_for_status()
            spent.append(time.perf_counter() - begun)
    return spent


def _speeds(
    place: Place,
    sizes: Sizes,
    pids: Mapping[str, int],
    say: Callable[[str], None],
    name: str,
) -> dict[str, Any]:
    """Return messages a second with 1, 16 and 64 customers, and what a message costs each part."""
    found = []
    used, answered = dict.fromkeys(pids, 0.0), 0
    for customers in CUSTOMERS:
        say(f"{name}: {customers} customers at once")
        before = {part: cpu(pid) for part, pid in pids.items()}
        came = crowd(place, customers, sizes.crowd_seconds)
        for part, pid in pids.items():
            used[part] += cpu(pid) - before[part]
        answered += came.answered.count + came.late
        found.append(asdict(came) | {"load": load()})
    return {
        "crowds": found,
        "cpu_ms": {part: seconds / answered * 1000 for part, seconds in used.items()},
    }


def _edges(spent: Sequence[float]) -> dict[str, Any]:
    """Return the median of the first turns and of the last ones, in milliseconds."""
    first, last = times(spent[:EDGE]).p50, times(spent[-EDGE:]).p50
    return {"turns": len(spent), "first": first, "last": last}


# -- the echo -----------------------------------------------------------------------------------


@contextmanager
def _echo(folder: Path) -> Iterator[Place]:
    inner, outer = free_ports(2)
    env = _environment()
    commands = (
        ([str(ROOT / BOT_PYTHON), "-m", "tools.bench.echo_rasa", str(inner)], inner),
        (
            [str(ROOT / PROJECT_PYTHON), "-m", "tools.bench.echo_desk", str(outer), str(inner)],
            outer,
        ),
    )
    with ExitStack() as stack:
        for command, port in commands:
            url = f"http://127.0.0.1:{port}/status"
            stack.enter_context(started(command, env, url, folder / f"echo-{port}.log"))
        yield Place(f"http://127.0.0.1:{outer}{REST}", {})
    for _, port in commands:
        (folder / f"echo-{port}.log").unlink(missing_ok=True)


# -- the stock bot ------------------------------------------------------------------------------


@contextmanager
def _stock(folder: Path, project: Path) -> Iterator[tuple[Place, Running, str]]:
    """Run the stock bot; yield where it takes messages, its process and where it parses."""
    port, actions = free_ports(2)
    write_endpoints(project, actions)
    for old in project.glob("*.db"):
        old.unlink()
    sqlite3.connect(project / "complaints.db").close()
    python, env = str(ROOT / BOT_PYTHON), _environment()
    server = [
        python,
        "-m",
        "tools.bench.stock.actions",
        str(actions),
        str(project / "complaints.db"),
    ]
    rasa = [
        python, "-m", "rasa", "run", "--enable-api", "--interface", "127.0.0.1",
        "--port", str(port), "--model", "models/model.tar.gz", "--endpoints", "endpoints.yml",
        "--credentials", "credentials.yml",
    ]  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    with (
        started(server, env, f"http://127.0.0.1:{actions}/health", folder / "stock-actions.log"),
        started(rasa, env, f"{url}/status", folder / "stock-rasa.log", project) as running,
    ):
        yield Place(f"{url}{REST}", {}), running, f"{url}/model/parse"


def _stock_turns(place: Place, sizes: Sizes) -> dict[str, Any]:
    utter, form, filing, unfiled = [], [], [], 0
    with place.client() as client:
        for number in range(sizes.conversations):
            talker = Talker(client, place)
            utter += [talker.say(text)[0] for text in UTTER_ONLY]
            talker = Talker(client, place)
            # Rasa takes this for the intent itself: the form opens, however little was learned.
            talker.say("/complain")
            talker.say(COMPLAINTS[number % len(COMPLAINTS)])
            form += [talker.say(text)[0] for text in STOCK_ANSWERS[:-1]]
            taken, replies = talker.say(STOCK_ANSWERS[-1])
            if any("Filed as" in reply.get("text", "") for reply in replies):
                filing.append(taken)
            else:
                unfiled += 1
    return {
        "utter": asdict(times(utter)),
        "form": asdict(times(form)),
        "filing": asdict(times(filing)) if filing else None,
        "unfiled": unfiled,
    }


# -- the product --------------------------------------------------------------------------------


def _ours(
    folder: Path, sizes: Sizes, texts: Sequence[str], say: Callable[[str], None]
) -> dict[str, Any]:
    stages = folder / "stages.jsonl"
    stages.touch()
    stack = Stack(folder, model_for_today())
    rasa = stack.services["rasa"]
    stack.services["rasa"] = replace(
        rasa,
        command=[rasa.command[0], "-m", "tools.bench.timed_server"],
        env={**(rasa.env or {}), "BENCH_STAGES": str(stages)},
    )
    begun = time.perf_counter()
    with stack:
        found: dict[str, Any] = {"ready_in": time.perf_counter() - begun}
        settings = stack.settings
        url = f"{settings.rasa_url}/model/parse?token={settings.rasa_token}"
        found["parse"] = asdict(times(_parsed(url, texts)))
        place = Place(f"{stack.url}{REST}", {"Authorization": f"Bearer {settings.api_token}"})
        found |= _our_turns(stack, place, sizes, stages)
        pids = {name: process.pid for name, process in stack._processes.items()}
        found |= _speeds(place, sizes, pids, say, "ours")
        found["long"] = _edges(growing(place, sizes.turns))
        found["memory"] = {name: resident(pid) for name, pid in pids.items()}
    return found


def _our_turns(stack: Stack, place: Place, sizes: Sizes, stages: Path) -> dict[str, Any]:
    """Time utter-only, form and filing turns through the whole path, and their parts in Rasa."""
    spent: dict[str, list[float]] = {"utter": [], "form": [], "filing": []}
    parts: dict[str, list[dict[str, float]]] = {kind: [] for kind in spent}
    unfiled = 0

    def note(kind: str, taken: float) -> None:
        spent[kind].append(taken)
        parts[kind].append(json.loads(stages.read_text("utf-8").splitlines()[-1])["parts"])

    with place.client() as client:
        warm = Talker(client, place)
        for text in MIXED:
            warm.say(text)
        for number in range(sizes.conversations):
            talker = Talker(client, place)
            for text in UTTER_ONLY:
                note("utter", talker.say(text)[0])
            talker = Talker(client, place)
            talker.say(COMPLAINTS[number % len(COMPLAINTS)])
            for _ in range(MOST_TURNS):
                slot = stack.slots(talker.sender).get("requested_slot")
                if slot is None:
                    break
                taken, _ = talker.say(ANSWERS[slot])
                note("filing" if slot == "confirm" else "form", taken)
            unfiled += not stack.cases(talker.sender)
    return {
        **{kind: asdict(times(each)) if each else None for kind, each in spent.items()},
        "unfiled": unfiled,
        "parts": {kind: _mean_parts(spent[kind], parts[kind]) for kind in spent if spent[kind]},
    }


def _mean_parts(spent: Sequence[float], parts: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean milliseconds of each part; what Rasa did not take is the gateway's."""
    names = sorted({name for each in parts for name in each})
    found = {name: sum(each.get(name, 0.0) for each in parts) / len(parts) * 1000 for name in names}
    whole = sum(spent) / len(spent) * 1000
    return {"gateway, database and HTTP": whole - sum(found.values()), **found}
