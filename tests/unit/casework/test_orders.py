"""Known orders fill what a customer left out; what they said stands."""

import os
from pathlib import Path

import pytest

from casework.aids import Aids, with_order
from casework.errors import OrdersUnreadable
from casework.model import Record
from casework.numbering import RandomIds
from casework.orders_csv import CsvOrderBook
from casework.policy import Policy
from casework.services.filing import FilingService
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.doubles import FixedClock
from tests.works import SHANGHAI

TEXT = """order_number,product,model,serial_number,quantity,purchased_on,delivered_on,loyalty
A-1001,电热毯,DR-9,SN42,2,2026-11-01,2026-11-05,loyal
A-1002,Kettle,,,many,,,
"""


@pytest.fixture
def orders(tmp_path: Path) -> CsvOrderBook:
    path = tmp_path / "orders.csv"
    path.write_text(TEXT, encoding="utf-8-sig")
    return CsvOrderBook(path)


@pytest.mark.rows("R130", "R177")
def test_a_known_order_fills_what_was_not_told(orders: CsvOrderBook) -> None:
    known = with_order(Record(complaint_text="x", order_number=" a-1001 ", model="DR-8"), orders)
    assert known.filled == ("product", "serial_number", "quantity")
    record = known.record
    assert (record.product, record.model, record.serial_number) == ("电热毯", "DR-8", "SN42")
    assert record.quantity == 2
    assert record.stated == {"purchased_on": "2026-11-01", "delivered_on": "2026-11-05"}


def test_what_is_no_count_or_unknown_fills_nothing(orders: CsvOrderBook) -> None:
    known = with_order(Record(complaint_text="x", order_number="A-1002"), orders)
    assert (known.record.product, known.record.quantity) == ("Kettle", None)
    assert with_order(Record(complaint_text="x", order_number="A-9"), orders).order is None
    assert with_order(Record(complaint_text="x"), orders).filled == ()
    assert with_order(Record(complaint_text="x", order_number="A-1002"), None).filled == ()


def test_a_file_that_changed_is_read_again(orders: CsvOrderBook, tmp_path: Path) -> None:
    assert orders.find("B-1") is None
    path = tmp_path / "orders.csv"
    path.write_text(TEXT + "B-1,Lamp,,,,,,\n", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    found = orders.find("b-1")
    assert found is not None and found.product == "Lamp"


@pytest.mark.parametrize("content", [None, b"number,product\n1,x\n", b"\xff\xfe\x00"])
def test_books_that_cannot_be_read_are_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "orders.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(OrdersUnreadable, match=r"orders\.csv"):
        CsvOrderBook(path).find("1")


@pytest.mark.rows("R131", "R130")
def test_a_case_is_filed_with_the_orders_details_and_the_customers_loyalty(
    policy: Policy, orders: CsvOrderBook, tmp_path: Path
) -> None:
    storage = MemoryUnitOfWorkFactory()
    books = Aids(orders=orders)
    filing = FilingService(storage, policy, FixedClock(), RandomIds(), SHANGHAI, aids=books)
    case = filing.file("c-1", "t-1", Record(complaint_text="不好用", order_number="A-1001"))
    assert (case.product, case.model, case.priority) == ("电热毯", "DR-9", "high")
    missing = Aids(orders=CsvOrderBook(tmp_path / "none.csv"))
    filing = FilingService(storage, policy, FixedClock(), RandomIds(), SHANGHAI, aids=missing)
    plain = filing.file("c-2", "t-1", Record(complaint_text="不好用", order_number="A-1001"))
    assert plain.product is None
    with storage(read_only=True) as uow:
        filed = [uow.events.list(each.case_no)[0].data for each in (case, plain)]
    assert [data["from_order"] for data in filed] == [
        ["product", "model", "serial_number", "quantity"],
        [],
    ]
    assert [data["orders_unreadable"] for data in filed] == [False, True]
