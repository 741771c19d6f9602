"""What the conversation knows about a message that its words alone do not tell."""

from typing import Any

import pytest

from bot.nlu.context import while_a_case_is_asked_for, with_nothing_open


def ranking(*ranked: Any) -> list[dict[str, Any]]:
    return [{"name": name, "confidence": confidence} for name, confidence in ranked]


def reading(**given: Any) -> dict[str, Any]:
    return {"is_complaint": 0.05, "demand": [], "threats": [], **given}


@pytest.mark.parametrize(
    ("text", "ranked", "read", "best"),
    [
        # A case number alone asks for its state.
        ("jy20261101abcd2345", [("nonsense", 0.7)], {}, "check_status"),
        # What says of itself that it is no complaint is none, unless it asks for something.
        ("我没有要投诉的，留个号而已", [("complain", 0.7)], {"is_complaint": 0.7}, "deny"),
        ("no complaint at all, just praise", [("praise", 0.5)], {}, "praise"),
        ("不用登记，就是想夸夸他", [("praise", 0.3), ("complain", 0.2)], {}, "praise"),
        (
            "just wanted to say thanks to the driver",
            [("complain", 0.4), ("praise", 0.3)],
            {},
            "praise",
        ),
        (
            "nothing wrong with it, I just want money off",
            [("complain", 0.8)],
            {"is_complaint": 0.8, "demand": ["compensation"]},
            "complain",
        ),
        # An addition opens like one.
        ("另外，坏掉的刀头我还留着", [("question", 0.5)], {}, "add_info"),
        ("btw I kept the box", [("chitchat", 0.5)], {}, "add_info"),
        ("另外，你们还多扣了我的钱", [("complain", 0.8)], {"is_complaint": 0.9}, "complain"),
        # A long story that fits nothing well and has some sign of a complaint is one.
        ("so picture this, " * 10, [("praise", 0.34)], {"is_complaint": 0.2}, "complain"),
        ("so picture this, " * 10, [("praise", 0.34)], {"demand": ["refund"]}, "complain"),
        ("so picture this, " * 10, [("praise", 0.9)], {"is_complaint": 0.2}, "praise"),
        ("so picture this, " * 10, [("chitchat", 0.4)], {}, "chitchat"),
        # Nobody is thanked for praise that may be a meek complaint.
        ("sorry to trouble you, the boiler again", [("praise", 0.34)], {}, "nlu_fallback"),
        ("the fitters were great", [("praise", 0.6)], {}, "praise"),
        # Praise that turns into a trouble is none, unless the trouble is over.
        ("The fryer was a joy until Monday, when it died", [("praise", 0.9)], {}, "complain"),
        ("头一个月特别好用，結果上周開始漏水", [("praise", 0.9)], {}, "complain"),
        ("It leaked at first, but your plumber was so kind", [("praise", 0.9)], {}, "praise"),
        ("We had trouble until it broke, then he fixed it", [("praise", 0.9)], {}, "praise"),
        ("一开始漏水，但是师傅当天就修好了", [("praise", 0.9)], {}, "praise"),
        # A learned short answer means nothing where nothing was asked.
        ("you know, the thing", [("affirm", 0.45)], {}, "nlu_fallback"),
        ("sure thing", [("affirm", 0.9)], {}, "affirm"),
        # Nothing is told yet to which it could add.
        ("then sing me a song about trains", [("add_info", 0.3)], {}, "nlu_fallback"),
        ("the charger is with it", [("add_info", 0.9)], {}, "add_info"),
        # A thing and what is wrong with it is a matter, whatever was learned.
        ("我快递丢了", [("skip", 0.5)], {}, "complain"),
        ("my parcel got lost", [("nlu_fallback", 0.9)], {}, "complain"),
        # Who calls the assistant names has no matter to be taken down.
        ("你个垃圾机器人，笨死了", [("complain", 0.6)], {"is_complaint": 0.6}, "abuse"),
        ("你是机器人还是真人", [("ask_bot", 0.9)], {}, "ask_bot"),
        ("you stupid bot", [("complain", 0.6)], {"is_complaint": 0.6}, "abuse"),
        ("stupid useless bot", [("complain", 0.6)], {"is_complaint": 0.6}, "abuse"),
        ("Bought a useless robot vacuum", [("complain", 0.6)], {"is_complaint": 0.6}, "complain"),
        ("Bought a useless robot", [("complain", 0.6)], {"is_complaint": 0.6}, "complain"),
        ("your stupid robot mower", [("complain", 0.6)], {"is_complaint": 0.6}, "complain"),
        ("你这破扫地机器人", [("complain", 0.6)], {"is_complaint": 0.6}, "complain"),
        ("你们的机器人不吸灰", [("complain", 0.6)], {"is_complaint": 0.6}, "complain"),
    ],
)
def test_with_nothing_open(text: str, ranked: list[Any], read: dict[str, Any], best: str) -> None:
    found = with_nothing_open(text, ranking(*ranked), reading(**read), short_answer=False)
    assert found[0]["name"] == best
    assert len({item["name"] for item in found}) == len(found)


def test_a_plain_short_answer_stays() -> None:
    found = with_nothing_open("ok", ranking(("affirm", 0.5)), reading(), short_answer=True)
    assert found[0]["name"] == "affirm"


@pytest.mark.parametrize(
    ("text", "best"), [("JY20261123-K7Q4M2XP", "check_status"), ("1234", "inform")]
)
def test_the_answer_to_the_question_for_a_case(text: str, best: str) -> None:
    assert while_a_case_is_asked_for(text, ranking(("inform", 0.6)))[0]["name"] == best


@pytest.mark.parametrize(
    ("text", "chance", "best"),
    [
        ("另外，坏掉的刀头我还留着，要检测可以寄", 0.7, "add_info"),
        ("one more thing, it also hums when it is off", 0.8, "add_info"),
        ("About the complaint I just made, I'm in after seven", 0.6, "add_info"),
        ("刚才那个投诉，我晚上七点以后才在家", 0.6, "add_info"),
        # A matter of its own is a case of its own.
        ("另外一个投诉，上周的快递丢了", 0.7, "complain"),
        ("also your driver ran over my fence", 0.95, "complain"),
        ("the blender hums", 0.7, "complain"),
    ],
)
def test_what_is_added_to_a_filed_case(text: str, chance: float, best: str) -> None:
    given = ranking(("complain", chance), ("question", 0.1)), reading(is_complaint=chance)
    found = with_nothing_open(text, *given, short_answer=False, filed=True)
    assert found[0]["name"] == best
    unfiled = with_nothing_open(text, *given, short_answer=False)
    assert unfiled[0]["name"] == "complain"


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("I don't like to make a fuss, but the girl at your till laughed at me", "complain"),
        ("饭菜这半个月老是凉的，我们也不好意思老去提", "complain"),
        ("the girl at your till laughed", "chitchat"),
    ],
)
def test_who_begs_pardon_for_a_matter_brings_one(text: str, best: str) -> None:
    given = ranking(("chitchat", 0.5)), reading(is_complaint=0.2)
    assert with_nothing_open(text, *given, short_answer=False)[0]["name"] == best


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Your toaster caught fire, I put it out, nobody's hurt", "complain"),
        ("你们的电饭煲昨天冒烟了，人没事", "complain"),
        ("sorry to bother you, your washing machine keeps stopping halfway", "complain"),
        ("the heater you lot delivered smells of burning and I'm scared of it", "complain"),
        ("the gizmo you lot delivered smells of burning", "complain"),
        ("bought a kettle off you and it leaks", "complain"),
        # Somebody else's, what is over, and what has no trouble.
        ("my neighbour's toaster caught fire once", "chitchat"),
        ("your toaster caught fire but you replaced it, thank you", "chitchat"),
        ("your washing machine keeps working year after year", "chitchat"),
    ],
)
def test_the_trouble_of_the_firms_goods_is_no_small_talk(text: str, best: str) -> None:
    given = ranking(("chitchat", 0.9)), reading(is_complaint=0.05)
    assert with_nothing_open(text, *given, short_answer=False)[0]["name"] == best


@pytest.mark.parametrize(
    ("intent", "confidence", "chance", "best"),
    [
        ("chitchat", 0.5, 0.2, "complain"),
        ("chitchat", 0.9, 0.2, "chitchat"),
        ("chitchat", 0.5, 0.05, "chitchat"),
        ("question", 0.5, 0.2, "question"),
    ],
)
def test_who_wants_something_done_makes_no_remark(
    intent: str, confidence: float, chance: float, best: str
) -> None:
    given = ranking((intent, confidence)), reading(is_complaint=chance, demand=["repair"])
    said = "厨房说好上月完工，希望给个准日子"
    assert with_nothing_open(said, *given, short_answer=False)[0]["name"] == best


def test_what_was_lost_is_no_short_answer_with_nothing_open() -> None:
    given = ranking(("skip", 0.6)), reading(is_complaint=0.3)
    assert with_nothing_open("我快递丢了", *given, short_answer=False)[0]["name"] == "complain"


@pytest.mark.parametrize("text", ["行，那我等着", "OK I'll wait"])
def test_who_waits_complains_of_nothing(text: str) -> None:
    given = ranking(("complain", 0.52)), reading(is_complaint=0.52)
    assert with_nothing_open(text, *given, short_answer=False)[0]["name"] == "wait"
