"""The shell commands of the documents, and a terminal that runs them in a copy of the project.

A page's blocks of `sh` or `bash` run one after another in one terminal. A comment of its own
before a block says what is special about it:

    <!-- not run: the reason -->                  it cannot run in CI
    <!-- in the background until: some text -->   it goes on, for other pages as well
    <!-- edit: airline.yml -->                    a block of YAML: its sections replace those of
                                                  the same name in the file
    <!-- output -->                               a block of text: these lines come out of the
                                                  block before it; … stands for anything
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from casework.settings import PREFIX, ROOT
from tests.stack import free_ports

DOCS: Final = ROOT / "docs"
# Built or private; the first five are the project's own again in a copy.
SHARED: Final = (".venv", "bot/.venv", ".tools", ".cache", "models")
LEFT_OUT: Final = ("var", ".git", ".env", ".venv-docs", "__pycache__")
BLOCK: Final = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^(?P=indent)```$", re.M | re.S
)
REMARK: Final = re.compile(r"<!-- (?P<kind>[a-z ]+?)(?:: (?P<value>[^\n]+?))? -->\s*\Z")
SHELLS: Final = ("sh", "bash")
KINDS: Final = {
    **dict.fromkeys(SHELLS, ("not run", "in the background until")),
    "yaml": ("edit",),
    "text": ("output",),
}
# Where the documents take the desk to be.
USUAL: Final = "localhost:5080"
PATIENCE: Final = 300.0
LEAVE: Final = 30.0


@dataclass(frozen=True)
class Block:
    """One fenced block, with the remark before it."""

    page: str
    line: int
    language: str
    text: str
    kind: str = ""
    value: str = ""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def is_done(self) -> bool:
        """Whether a terminal does something with it."""
        is_run = self.language in SHELLS and self.kind != "not run"
        return is_run or self.kind in ("edit", "output")


def pages() -> list[Path]:
    """Return every page of the site."""
    return sorted(DOCS.rglob("*.md"))


def blocks_of(page: Path) -> list[Block]:
    """Return the fenced blocks of a page in their order."""
    text = page.read_text(encoding="utf-8")
    return list(_blocks(text, page.relative_to(ROOT).as_posix()))


def _blocks(text: str, page: str) -> Iterator[Block]:
    for match in BLOCK.finditer(text):
        remark = REMARK.search(text[: match.start()])
        known = KINDS.get(match["language"], ())
        is_ours = remark is not None and remark["kind"] in known
        yield Block(
            page,
            text.count("\n", 0, match.start()) + 1,
            match["language"],
            re.sub(rf"^{match['indent']}", "", match["text"], flags=re.M),
            remark["kind"] if remark and is_ours else "",
            (remark["value"] or "") if remark and is_ours else "",
        )


def to_be_run(page: Path) -> list[Block]:
    """Return the blocks of a page that a terminal does something with."""
    return [block for block in blocks_of(page) if block.is_done]


def copy_project(folder: Path) -> Path:
    """Copy the project's files; its environments, caches and models are linked."""
    kept_out = {*SHARED, *LEFT_OUT}

    def ignored(directory: str, names: list[str]) -> set[str]:
        here = Path(directory).relative_to(ROOT)
        return {n for n in names if n in LEFT_OUT or (here / n).as_posix() in kept_out}

    # The times of the files stay, so that make finds everything up to date.
    shutil.copytree(ROOT, folder, ignore=ignored, dirs_exist_ok=True)
    for name in SHARED:
        (folder / name).symlink_to(ROOT / name)
    would = subprocess.run(
        ["make", "-n", "environments"], cwd=folder, capture_output=True, text=True, check=True
    )
    # It would tie the shared environment to the copy.
    assert " sync " not in would.stdout, "run `make environments` first"
    return folder


class Background:
    """What runs in the background, started once for all pages that ask for the same."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[tuple[str, ...], Started] = {}

    def ensure(self, block: Block, environ: dict[str, str], state: Path) -> "Started":
        """Return what a block starts in this environment, up and running."""
        ours = sorted(f"{k}={v}" for k, v in environ.items() if k.startswith(PREFIX))
        key = (block.text, *ours)
        if key not in self._running:
            number = len(self._running)
            self._running[key] = Started(self._folder, block, environ, state, number)
        started = self._running[key]
        started.await_it(block)
        return started

    def close(self) -> None:
        """End everything, as Ctrl-C does."""
        for each in self._running.values():
            each.interrupt()
        while self._running:
            self._running.popitem()[1].close()


class Started:
    """A command in the background, with ports of its own."""

    def __init__(
        self, folder: Path, block: Block, environ: dict[str, str], state: Path, number: int
    ) -> None:
        self.ports = free_ports(3)
        self._log = folder / "var" / f"background-{number}.log"
        names = ("DESK_PORT", "RASA_PORT", "ACTIONS_PORT")
        ports = {f"{PREFIX}{name}": str(p) for name, p in zip(names, self.ports, strict=True)}
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                script(block.text, state),
                cwd=folder,
                env={**environ, **ports},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        """What it has said so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def await_it(self, block: Block) -> None:
        """Wait until it says what the page waits for."""
        deadline = time.monotonic() + PATIENCE
        while block.value not in self.output:
            ended = self._process.poll() is not None
            late = time.monotonic() > deadline
            assert not (ended or late), f"{block} does not come up:\n{self.output}"
            time.sleep(0.1)

    def interrupt(self) -> None:
        """Ask it, and whatever it started, to end."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGINT)

    def close(self) -> None:
        """Wait for its end after the interruption; kill what does not leave."""
        try:
            self._process.wait(LEAVE)
        finally:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()


class Terminal:
    """A shell in a copy of the project; variables and functions last from block to block."""

    def __init__(self, folder: Path, background: Background) -> None:
        self._folder = folder
        self._background = background
        self._desk_port = 0
        self._state = folder / "var" / "terminal"
        self._state.parent.mkdir(exist_ok=True)
        self._state.unlink(missing_ok=True)
        machine = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
        self._environ = {
            **machine,
            "PYTHONPATH": str(folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "NO_COLOR": "1",
            "NO_PROXY": "127.0.0.1,localhost",
        }
        self.output = ""

    def follow(self, blocks: list[Block]) -> None:
        """Do what a page says; fail at the block where it does not come true."""
        for block in blocks:
            if block.kind == "edit":
                self._edit(block)
            elif block.kind == "output":
                self._compare(block)
            elif block.kind == "in the background until":
                self._start(block)
            else:
                self._run(block)

    def _run(self, block: Block) -> None:
        if USUAL in block.text and not self._desk_port:
            # The page takes it for granted that the desk runs.
            self._start(replace(block, text="make run\n", value="Ctrl-C stops everything."))
        # The pages name the usual port; here another one is free.
        commands = block.text.replace(USUAL, f"127.0.0.1:{self._desk_port}")
        done = subprocess.run(
            script(commands, self._state),
            cwd=self._folder,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        self.output = done.stdout + done.stderr
        assert done.returncode == 0, f"{block} ends with {done.returncode}:\n{self.output}"

    def _start(self, block: Block) -> None:
        exported = self._exported()
        started = self._background.ensure(block, {**self._environ, **exported}, self._state)
        self._desk_port = started.ports[0]
        self.output = started.output

    def _exported(self) -> dict[str, str]:
        done = subprocess.run(
            script("env -0 | tr '\\0' '\\n'", self._state),
            cwd=self._folder,
            env=self._environ,
            capture_output=True,
            text=True,
            check=True,
        )
        pairs = (line.partition("=") for line in done.stdout.splitlines())
        return {name: value for name, _, value in pairs if name.startswith(PREFIX)}

    def _edit(self, block: Block) -> None:
        path = self._folder / block.value
        text = path.read_text(encoding="utf-8")
        for name, section in sections(block.text).items():
            found = sections(text)
            assert name in found, f"{block}: {block.value} has no section {name}"
            text = text.replace(found[name], section)
        path.write_text(text, encoding="utf-8")

    def _compare(self, block: Block) -> None:
        said = re.sub(rf"(127\.0\.0\.1|localhost):{self._desk_port}\b", USUAL, self.output)
        flat = " ".join(said.split())
        for line in filter(None, map(str.strip, block.text.splitlines())):
            parts = (re.escape(" ".join(part.split())) for part in line.split("…"))
            assert re.search(r".*?".join(parts), flat), f"{block}: {line!r} is not in:\n{said}"


def script(commands: str, state: Path) -> list[str]:
    """Return a call of bash that does the commands after what earlier blocks left behind."""
    lines = f"[ ! -e {state} ] || . {state}\nset -a\n{commands}"
    keep = f"set +aeu\n{{ export -p; declare -f; }} > {state}"
    return ["bash", "-euo", "pipefail", "-c", f"{lines}\n{keep}"]


def sections(text: str) -> dict[str, str]:
    """Return the top-level sections of a YAML text, each from its key to its last line."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines(keepends=True):
        if match := re.match(r"([a-z_]+):", line):
            name = match[1]
        elif line.startswith("#"):
            # A comment at the margin belongs to what follows.
            name = ""
        if name:
            found.setdefault(name, []).append(line)
    return {name: "".join(lines).rstrip("\n") + "\n" for name, lines in found.items()}
