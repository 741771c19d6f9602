"""What helps at the filing of a case, where the company has it: articles and known orders."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from casework.errors import OrdersUnreadable
from casework.help import HelpIndex
from casework.model import Record
from casework.ports import Order, OrderBook

FILLED: Final = ("product", "model", "serial_number", "quantity")
DATES: Final = ("purchased_on", "delivered_on")


@dataclass(frozen=True, slots=True)
class Aids:
    """The aids of one company; each of them may be missing."""

    articles: HelpIndex | None = None
    orders: OrderBook | None = None


NO_AIDS: Final = Aids()


@dataclass(frozen=True, slots=True)
class Known:
    """A record with what its order tells (R130, R177); what the customer said stands."""

    record: Record
    order: Order | None = None
    filled: tuple[str, ...] = ()
    unreadable: bool = False


def with_order(record: Record, orders: OrderBook | None) -> Known:
    """Return the record with the details of its order that the customer did not give."""
    if orders is None or record.order_number is None:
        return Known(record)
    try:
        order = orders.find(record.order_number)
    except OrdersUnreadable:
        # A complaint is filed whatever became of the books; the case's history tells it.
        return Known(record, unreadable=True)
    if order is None:
        return Known(record)
    found = {
        name: getattr(order, name)
        for name in FILLED
        if getattr(record, name) is None and getattr(order, name) is not None
    }
    stated = {**_dates(order), **record.stated}
    return Known(replace(record, **found, stated=stated), order, tuple(found))


def _dates(order: Order) -> Mapping[str, str]:
    return {name: value for name in DATES if (value := getattr(order, name))}
