"""Reads the policy's section on the promise gate."""

from decimal import Decimal

from casework.gate.authority import Authority, GateRules
from casework.model import Demand
from casework.yaml_nodes import YamlNode


def read_gate(node: YamlNode) -> GateRules:
    """Return the authority limits; a mistake raises `PolicyError` with its line and the fix."""
    parts = node.fields("currency", "authority")
    authority = {role: _authority(value) for role, value in parts["authority"].items()}
    if not authority:
        raise parts["authority"].error("name at least one role")
    return GateRules(authority=authority, currency=_currency(parts["currency"]))


def _authority(node: YamlNode) -> Authority:
    parts = node.fields("remedies", "amount", "wording")
    return Authority(
        remedies=frozenset(str(one) for one in parts["remedies"].each(lambda n: n.code(Demand))),
        amount=_amount(parts["amount"]),
        wording=_truth(parts["wording"]),
    )


def _amount(node: YamlNode) -> Decimal | None:
    return None if node.optional_text() is None else Decimal(node.count(0))


def _truth(node: YamlNode) -> bool:
    word = node.text()
    if word not in ("true", "false"):
        raise node.error("write true or false")
    return word == "true"


def _currency(node: YamlNode) -> str:
    code = node.text()
    if not (len(code) == 3 and code.isascii() and code.isupper()):
        raise node.error("write a currency's three letters, such as CNY")
    return code
