"""Known orders from a CSV file that another system writes."""

import csv
import threading
from pathlib import Path
from typing import Final

from casework.errors import OrdersUnreadable
from casework.ports import Order

COLUMNS: Final = (
    "order_number",
    "product",
    "model",
    "serial_number",
    "quantity",
    "purchased_on",
    "delivered_on",
    "loyalty",
)


class CsvOrderBook:
    """Orders by number; the file is read when it is first asked for, and again when it changed.

    The first line names the columns: `order_number` and any of `product`, `model`,
    `serial_number`, `quantity`, `purchased_on`, `delivered_on`, `loyalty`. What stands under
    `loyalty` is the name of a signal of the policy, such as `loyal`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._read_at: tuple[int, int] | None = None
        self._orders: dict[str, Order] = {}

    def find(self, order_number: str) -> Order | None:
        """Look the number up, whatever its case and blanks."""
        with self._lock:
            self._refresh()
            return self._orders.get(_plain(order_number))

    def _refresh(self) -> None:
        try:
            stat = self._path.stat()
            seen = (stat.st_mtime_ns, stat.st_size)
            if seen != self._read_at:
                self._orders = self._read()
                self._read_at = seen
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise OrdersUnreadable(f"{self._path.name} ({type(error).__name__})") from error

    def _read(self) -> dict[str, Order]:
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if "order_number" not in (rows.fieldnames or ()):
                raise OrdersUnreadable(f"{self._path.name} (no column order_number)")
            return {_plain(row["order_number"]): _order(row) for row in rows if row["order_number"]}


def _order(row: dict[str, str | None]) -> Order:
    values = {name: (row.get(name) or "").strip() or None for name in COLUMNS}
    quantity = values.pop("quantity")
    is_count = quantity is not None and quantity.isascii() and quantity.isdigit()
    return Order(
        order_number=values.pop("order_number") or "",
        quantity=int(quantity) if quantity is not None and is_count else None,
        **values,
    )


def _plain(number: str) -> str:
    return "".join(number.split()).casefold()
