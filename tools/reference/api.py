"""The HTTP interface, from the description that the desk itself serves."""

import re
from typing import Any, Final

from casework.policy_yaml import load_policy
from casework.settings import PREFIX, ROOT, SECRETS, Settings
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.app import create_app
from tools.reference.untold import require_same

METHODS: Final = ("get", "post", "put", "patch", "delete")


def read(glossary: dict[str, list[str]]) -> dict[str, Any]:
    """Return the operations with their parameters and bodies, and the schemas they name.

    Args:
        glossary: English and Chinese of fields that the description leaves without a meaning.

    Raises:
        Untold: a field has a meaning neither there nor here, or nothing needs the one here.
    """
    found = _read()
    bodies = {each["body"] for each in found["operations"]}
    for each in found["objects"]:
        each["is_input"] = each["name"] in bodies
    groups = [(each["name"], each["fields"]) for each in found["objects"]]
    groups += [("", [*each["parameters"], *each["fields"]]) for each in found["operations"]]
    needed = {
        _key(owner, field["name"], glossary)
        for owner, fields in groups
        for field in fields
        if not field["meaning"]
    }
    require_same("fields.yml", needed, set(glossary))
    for owner, fields in groups:
        for field in fields:
            told = ["", ""] if field["meaning"] else glossary[_key(owner, field["name"], glossary)]
            field["glossary"] = dict(zip(("en", "zh"), told, strict=True))
    return found


def _key(owner: str, name: str, glossary: dict[str, list[str]]) -> str:
    return f"{owner}.{name}" if f"{owner}.{name}" in glossary else name


def _read() -> dict[str, Any]:
    described = _description()
    schemas = described["components"]["schemas"]
    operations = [
        _operation(method, path, each)
        for path, methods in described["paths"].items()
        for method, each in methods.items()
        if method in METHODS
    ]
    shown = {name: schema for name, schema in schemas.items() if "Validation" not in name}
    return {
        "operations": operations,
        "objects": [
            {"name": name, "meaning": each.get("description"), "fields": _fields(each)}
            for name, each in shown.items()
            if "properties" in each
        ],
        "codes": [
            {"name": name, "meaning": each.get("description"), "words": each["enum"]}
            for name, each in shown.items()
            if "enum" in each
        ],
    }


def _description() -> dict[str, Any]:
    """Build a desk that is never started, over the store in memory."""
    environ = {f"{PREFIX}{name}": "unused" for name in SECRETS}
    desk = create_app(
        Settings.from_env(environ),
        uow_factory=MemoryUnitOfWorkFactory(),
        policy=load_policy(ROOT / "policy.yml"),
    )
    return desk.web.openapi()


def _operation(method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    schema = body.get("schema", {})
    return {
        "method": method.upper(),
        "path": path,
        "anchor": "-".join(re.findall(r"[a-z0-9]+", f"{method} {path}".lower())),
        "token": bool(operation.get("security")),
        "meaning": operation.get("description"),
        "parameters": [
            {
                **_typed(each["schema"]),
                "name": each["name"],
                "in": each["in"],
                "required": each.get("required", False),
                "meaning": each.get("description"),
            }
            for each in operation.get("parameters", [])
        ],
        "body": schema.get("$ref", "").rpartition("/")[2],
        "fields": _fields(schema),
        "answers": _answers(operation["responses"]),
    }


def _answers(responses: dict[str, Any]) -> list[dict[str, str]]:
    found = []
    for status, response in responses.items():
        schema = response.get("content", {}).get("application/json", {}).get("schema", {})
        found.append({"status": status, **_typed(schema)})
    return [each for each in found if each["type"] != "HTTPValidationError"]


def _fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", ())
    return [
        {
            **_typed(each),
            "name": name,
            "required": name in required,
            "meaning": each.get("description"),
        }
        for name, each in schema.get("properties", {}).items()
    ]


def _typed(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the type, the name of its schema where it has one, and the default."""
    options = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    names = list(dict.fromkeys(_type(each) for each in options))
    default = schema.get("default")
    return {
        "type": " | ".join(name for name in names if name),
        "default": "" if default in (None, [], {}) else str(default),
        "nullable": len(options) < len(schema.get("anyOf", [schema])),
    }


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        return f"{_typed(schema.get('items', {}))['type'] or 'object'}[]"
    return str(schema.get("format") or schema.get("type", ""))
