"""The commands: `make` from the Makefile's own help, `jieyou` from its command line."""

import re
from enum import EnumType
from typing import Any, Final, get_args

import typer

from casework.settings import ROOT
from desk.cli.main import app

TARGET: Final = re.compile(r"^([a-z][a-z-]*):.*?## (.+)$", flags=re.MULTILINE)


def read() -> dict[str, Any]:
    """Return the targets of make and the commands of jieyou, each with its help."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [{"name": name, "help": text} for name, text in TARGET.findall(makefile)]
    return {"make": targets, "jieyou": list(_walk(typer.main.get_command(app), "jieyou"))}


def _walk(command: Any, path: str) -> list[dict[str, Any]]:
    """Return a command and those below it; groups only stand for what is below."""
    below = getattr(command, "commands", {})
    if below:
        return [found for name, each in below.items() for found in _walk(each, f"{path} {name}")]
    parameters = [_parameter(each) for each in command.params if not getattr(each, "hidden", False)]
    shown = [each for each in parameters if each["name"] != "help"]
    return [{"name": path, "help": command.help, "usage": _usage(path, shown), "parameters": shown}]


def _parameter(parameter: Any) -> dict[str, Any]:
    is_option = parameter.param_type_name == "option"
    default = parameter.default
    # What follows from the environment of the machine that writes the page belongs not in it.
    known = default not in (None, False) and not parameter.required and not parameter.envvar
    return {
        "name": parameter.name,
        "shown": parameter.opts[0] if is_option else parameter.metavar or parameter.name.upper(),
        "option": is_option,
        "flag": parameter.is_flag if is_option else False,
        "required": parameter.required,
        "many": parameter.multiple if is_option else parameter.nargs == -1,
        "choices": _choices(parameter.type_descriptor.annotation),
        "default": str(default) if known else "",
        "envvar": parameter.envvar or "",
        "help": parameter.help,
    }


def _choices(annotation: Any) -> list[str]:
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, EnumType):
            words: list[Any] = list(kind)
            return [str(word.value) for word in words]
    return []


def _usage(path: str, parameters: list[dict[str, Any]]) -> str:
    arguments = [
        each["shown"] if each["required"] else f"[{each['shown']}]"
        for each in parameters
        if not each["option"]
    ]
    options = ["[OPTIONS]"] if any(each["option"] for each in parameters) else []
    return " ".join([path, *options, *arguments])
