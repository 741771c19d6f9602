"""What a trained model depends on, and the name that follows from it."""

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SINGLE_FILES: Final = ("config.yml", "domain.yml", "bot/uv.lock")
#: What the sentence encoder learned on our messages (`bot.language.e5.adapter`).
ADAPTER: Final = "bot/language/e5/adapter.npz"
TRAINING_DATA: Final = ("data/nlu", "data/rules", "data/stories")
COMPONENT: Final = re.compile(r"\bname:\s*[\"']?(bot(?:\.\w+)+)\.\w+")


def fingerprint(root: Path) -> str:
    """Return 12 hexadecimal digits that change with any input of the training."""
    digest = hashlib.sha256()
    for path in inputs(root):
        content = path.read_bytes()
        name = path.relative_to(root).as_posix()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def model_path(root: Path) -> Path:
    """Return where the model that fits today's data is, or will be."""
    return root / "models" / f"jieyou-{fingerprint(root)}.tar.gz"


def inputs(root: Path) -> list[Path]:
    """Return every file that a model depends on, in a fixed order.

    Of `bot/` these are the components that `config.yml` names with all that they import, the
    lexicons and the encoder's adapter: a change of the channel or of the response picker needs
    no new model.
    """
    found = {root / name for name in SINGLE_FILES}
    for folder in TRAINING_DATA:
        found |= {path for path in (root / folder).rglob("*") if path.suffix in (".yml", ".yaml")}
    found |= {path for path in (root / "bot").glob("*/lexicons/**/*") if _is_ours(path, root)}
    found |= component_sources(root)
    found.add(root / ADAPTER)
    return sorted(path for path in found if path.is_file())


def component_sources(root: Path) -> set[Path]:
    """Return the source files of the components and of everything in `bot/` that they import."""
    config = root / "config.yml"
    text = config.read_text(encoding="utf-8") if config.is_file() else ""
    waiting = [path for name in COMPONENT.findall(text) for path in _files_of(name, root)]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        for name in _imported(path, root):
            waiting += _files_of(name, root)
    return found


def _files_of(module: str, root: Path) -> Iterator[Path]:
    # Importing a module runs the packages above it, too.
    parts = module.split(".")
    for count in range(1, len(parts) + 1):
        place = root.joinpath(*parts[:count])
        for path in (place / "__init__.py", place.with_suffix(".py")):
            if path.is_file():
                yield path


def _imported(path: Path, root: Path) -> Iterator[str]:
    package = path.relative_to(root).parent.parts
    try:
        tree = ast.parse(path.read_bytes())
    except SyntaxError:
        # The training itself will say so.
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("bot."))
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *filter(None, [node.module])])
            if base == "bot" or base.startswith("bot."):
                yield from (f"{base}.{alias.name}" for alias in node.names)


def _is_ours(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    return not any(part.startswith(".") or part == "__pycache__" for part in parts)
