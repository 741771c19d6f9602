"""A session of the shell: turns, commands, and what goes wrong."""

from pathlib import Path

import httpx
import pytest

from desk.cli.scripts import load_script
from tests.shells import Canned, CannedDesk, Shell, filed_case, shell_over

COMPLAINT = "电热毯不热了"
SCRIPT = """
name: 一位老师
metadata: {received_at: "2026-11-20T10:00:00+08:00", channel: web}
turns:
  - says: 电热毯不热了
  - until: filed
answers: {order_number: E-1, confirm: 对}
"""


@pytest.fixture
def shell() -> Shell:
    return shell_over(
        CannedDesk(
            {
                COMPLAINT: Canned(
                    [("utter_open", "很抱歉。"), ("utter_request_order_number", "订单号？")],
                    {"requested_slot": "order_number", "product": "电热毯", "language": "zh"},
                ),
                "E-1": Canned(
                    [("utter_read_back", "对吗？")],
                    {"requested_slot": "confirm", "order_number": "E-1"},
                    buttons=["确认"],
                ),
                "对": Canned([("utter_case_filed", "已登记。")], {"requested_slot": None}),
                "/restart": Canned([("utter_x", "在。")]),
                "慢": Canned([("utter_x", "好了。")], notice="请稍等。"),
            }
        )
    )


def store(shell: Shell) -> None:
    with shell.desk.storage() as uow:
        uow.cases.add(filed_case())
        uow.commit()


def test_a_message_is_answered_and_its_turn_is_shown(shell: Shell) -> None:
    shown = shell.types(COMPLAINT).splitlines()
    assert shown[:2] == ["bot  很抱歉。", "bot  订单号？"]
    assert "requested_slot order_number · product 电热毯" in shown[2]
    assert shell.desk.posted[0]["metadata"] == {"channel": "shell"}


def test_what_stands_behind_a_turn_can_be_left_out(shell: Shell) -> None:
    shell.types("/show off")
    assert shell.types(COMPLAINT).splitlines() == ["bot  很抱歉。", "bot  订单号？"]
    assert "is shown" in shell.types("/show on", "/show")


def test_two_slashes_say_something_that_begins_with_one(shell: Shell) -> None:
    assert shell.types("/restart").startswith("/restart is no command")
    assert "bot  在。" in shell.types("//restart")


def test_a_late_answer_is_waited_for_after_its_notice(shell: Shell) -> None:
    shown = shell.types("/show off", "慢").splitlines()
    assert shown[1:] == ["bot  请稍等。  (a notice; the answer is late)", "bot  好了。"]


def test_a_script_is_replayed_in_a_conversation_of_its_own(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "a customer.yml"
    path.write_text(SCRIPT, encoding="utf-8")
    shown = shell.types(COMPLAINT, "/lang en", "/show off", f"/say {path}").splitlines()
    assert shown[-6:] == [
        "bot  订单号？",
        "you  E-1",
        "bot  对吗？",
        "     [确认]",
        "you  对",
        "bot  已登记。",
    ]
    before, *played = shell.desk.posted
    assert {body["sender"] for body in played} != {before["sender"]}
    # A script speaks for itself: neither the shell's language nor another channel is added.
    assert played[0]["metadata"] == {
        "received_at": "2026-11-20T10:00:00+08:00",
        "channel": "shell",
    }


def test_a_saved_conversation_can_be_replayed(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "saved.yml"
    store(shell)
    shown = shell.types(COMPLAINT, "/jump 3d", "E-1", "对", f"/save {path}")
    assert shown.endswith(f"3 messages written to {path}")
    script = load_script(path)
    assert script.metadata["received_at"] == "2026-11-23T12:00:00+08:00"
    assert [case["order_number"] for case in script.cases] == ["E-1"]
    assert "  # /jump 3d\n  - says: E-1" in path.read_text(encoding="utf-8")
    shell.types("/reset", f"/say {path}")
    said = [body["message"] for body in shell.desk.posted]
    assert said == [COMPLAINT, "E-1", "对"] * 2


def test_a_file_that_the_shell_did_not_write_is_never_overwritten(
    shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yml"
    assert shell.types(f"/save {path}") == "nothing has been said yet"
    path.write_text("mine")
    assert "is there already" in shell.types(COMPLAINT, f"/save {path}")
    assert path.read_text() == "mine"
    path.unlink()
    assert "2 messages" in shell.types(f"/save {path}", "E-1", f"/save {path}")


def test_the_case_is_shown(shell: Shell) -> None:
    assert shell.types("/case") == "· nothing is filed yet"
    store(shell)
    assert shell.types("/case").startswith("case JY20261123-K7Q4M2XP")
    assert shell.types("/reset", "/case") == "· a new conversation\n· nothing is filed yet"


def test_the_clock_moves_ahead(shell: Shell) -> None:
    assert shell.types("/jump 3d") == "· it is Thu 2026-11-26 12:00 CST now"
    assert "Thu 2026-11-26 12:00" in shell.types(COMPLAINT)
    assert shell.types("/jump -1d") == "the clock never goes back"


def test_the_pages_language_goes_with_the_messages(shell: Shell) -> None:
    assert shell.types("/lang") == "· the page's language is not given"
    shell.types("/lang zh-Hant", COMPLAINT)
    assert shell.desk.posted[0]["metadata"]["locale"] == "zh-Hant"


def test_quit_ends_the_session_and_nothing_else_does(shell: Shell) -> None:
    going_on = [shell.session.take(line) for line in ("", "/help", "/nothing", COMPLAINT)]
    assert going_on == [True] * 4
    assert not shell.session.take("/quit")


def test_a_desk_that_was_away_gets_the_message_once_more(shell: Shell) -> None:
    shell.desk.refusals = [httpx.ConnectError("refused"), httpx.ReadError("gone")]
    assert "bot  很抱歉。" in shell.types(COMPLAINT)


def test_what_the_desk_refuses_is_told(shell: Shell) -> None:
    shell.desk.refusals = [httpx.Response(422, json={"detail": "there is nothing to read in it"})]
    assert shell.types("\u200b") == "the desk answers 422: there is nothing to read in it"


def test_a_script_that_cannot_be_read_is_told(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "broken.yml"
    path.write_text("name: x\nturns: []\n")
    assert "broken.yml line 2" in shell.types(f"/say {path}")
    assert "No such file" in shell.types(f"/say {tmp_path}/nothing.yml")


def test_the_words_that_weighed_most_are_shown_on_request(shell: Shell) -> None:
    shell.desk.weighed = [
        {"label": "tone.passive", "text": "不热", "weight": 1.2, "start": 3, "end": 5},
        {"label": "tone.passive", "text": "电热毯", "weight": 0.4, "start": 0, "end": 3},
    ]
    assert "nothing has been said" in shell.types("/why")
    shell.types(COMPLAINT)
    assert "tone.passive" in shell.types("/why")
    assert "“不热” +1.2 · “电热毯” +0.4" in shell.types("/why 另一句")
    shell.desk.weighed = []
    assert "no word weighed more" in shell.types("/why")
