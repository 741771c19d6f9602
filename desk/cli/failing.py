"""How a command says that it cannot do its work."""

import sys
from typing import NoReturn

import typer


def fail(message: str) -> NoReturn:
    """Print why the command cannot do its work, and end with status 1."""
    print(message, file=sys.stderr)
    raise typer.Exit(1)
