"""The intake as a customer meets it: what is asked, what is not, and what is filed in the end."""

from typing import Any

import pytest

from actions import runtime
from actions.intake.action import ValidateIntakeForm
from actions.intake.notes import DETAIL_SLOTS, INTAKE_SLOTS, NOTES_SLOT, OUTCOME_SLOT
from casework.model import Case, Category, Mindset, Tone
from casework.policy import Policy
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.doubles import FixedClock
from tests.talks import Said, Talk, complaint, entity, reading, unfit

STORY = "你们的空调装好第二天就漏水，客厅地板都泡了"


def cases(storage: MemoryUnitOfWorkFactory) -> list[Case]:
    with storage(read_only=True) as uow:
        return list(uow.cases.list(conversation_id=None, before=None, limit=100))


def asked(said: Said) -> int:
    """Count the bubbles that ask for something."""
    return sum(key.startswith(("utter_request_", "utter_check_")) for key in said.keys)


# -- opening ------------------------------------------------------------------------------------


@pytest.mark.rows("R147", "R150")
def test_regret_and_help_come_first_then_one_question(talk: Talk) -> None:
    said = talk.tells(STORY)
    assert said.keys == ["utter_open", "utter_request_product"]
    assert talk.slots["complaint_text"] == STORY


def test_a_complaint_that_is_only_announced_is_asked_what_happened(talk: Talk) -> None:
    said = talk.says("我要投诉", intent="new_complaint", read=complaint("other"))
    assert said.request == "complaint_text"
    assert talk.slots["complaint_text"] is None
    assert talk.tells(STORY).request == "product"
    assert talk.slots["complaint_text"] == STORY


def test_announcing_it_again_does_not_tell_what_happened(talk: Talk) -> None:
    talk.says("我要投诉", intent="new_complaint", read=complaint("other"))
    said = talk.says("我要投诉", intent="new_complaint", read=complaint("other"))
    assert said.request == "complaint_text"
    assert talk.slots["complaint_text"] is None


def test_an_announcement_that_tells_the_story_too_is_not_asked_for_it(talk: Talk) -> None:
    said = talk.says(f"我要投诉，{STORY}", intent="new_complaint", read=complaint())
    assert talk.slots["complaint_text"] == f"我要投诉，{STORY}"
    assert said.request == "product"


@pytest.mark.rows("R103")
@pytest.mark.parametrize(
    "text", ["热水器漏电，我老婆被电伤了", "The charger caught fire and burned my hand"]
)
def test_peoples_safety_comes_before_everything(talk: Talk, text: str) -> None:
    said = talk.tells(text, read=complaint("safety_privacy"))
    assert said.keys[0] == "utter_open_wellbeing"


def test_a_second_complaint_opens_as_a_matter_of_its_own(talk: Talk) -> None:
    talk.slots["last_case_no"] = "JY20261123-AAAAAAAA"
    assert talk.tells(STORY).keys[0] == "utter_open_again"


def test_opening_opens_an_intake_in_the_database(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.tells(STORY)
    with storage(read_only=True) as uow:
        intake = uow.intakes.find_open("c-1")
    assert intake is not None


# -- nothing is asked twice ---------------------------------------------------------------------


@pytest.mark.rows("R100")
@pytest.mark.parametrize("category", list(Category))
def test_every_question_of_the_category_comes_once_and_alone(
    talk: Talk, policy: Policy, category: Category
) -> None:
    requests = [talk.tells(STORY, read=complaint(category)).request]
    while requests[-1] != "confirm" and talk.open:
        said = talk.skips()
        assert asked(said) <= 1
        requests.append(talk.slots["requested_slot"])
    assert requests == [*policy.details_for(category), "confirm"]


TOLD: dict[str, dict[str, Any]] = {
    "product": entity("product", "空调"),
    "model": entity("model", "KFR-35GW"),
    "order_number": entity("order_number", "AB20261101"),
    "incident_date": entity("incident_date", "2026-11-20"),
    "amount": entity("amount", 2800, currency="CNY", role="paid"),
    "contact_name": entity("contact_name", "王芳"),
    "contact": entity("contact_phone", "13800138000"),
}


@pytest.mark.parametrize("slot", TOLD)
@pytest.mark.parametrize("category", list(Category))
def test_what_was_told_in_the_first_message_is_not_asked(
    talk: Talk, category: Category, slot: str
) -> None:
    requests = [talk.tells(STORY, TOLD[slot], read=complaint(category)).request]
    while requests[-1] != "confirm":
        talk.skips()
        requests.append(talk.slots["requested_slot"])
    assert slot not in requests


def test_all_told_at_once_is_read_back_at_once(talk: Talk) -> None:
    said = talk.tells(STORY, *TOLD.values(), read=complaint(demand=["refund"]))
    assert said.keys[-1] == "utter_read_back"
    assert [line[0] for line in said.fact("lines")] == [
        "complaint_text",
        *(slot for slot in DETAIL_SLOTS if slot in {*TOLD, "demand"}),
    ]


def test_what_is_told_early_is_kept_and_not_asked_later(talk: Talk) -> None:
    talk.tells(STORY)
    said = talk.says("订单AB20261101，电话13800138000", TOLD["order_number"], TOLD["contact"])
    assert talk.slots["order_number"] == "AB20261101"
    assert talk.slots["contact"] == "13800138000"
    assert said.leads == ["utter_noted_many"]
    later = []
    while talk.slots["requested_slot"] != "confirm":
        talk.skips()
        later.append(talk.slots["requested_slot"])
    assert {"order_number", "contact"} & set(later) == set()


def test_a_demand_that_was_said_is_not_asked_for(talk: Talk) -> None:
    talk.tells(STORY, read=complaint(demand=["refund"]))
    assert talk.slots["demand"] == ["refund"]
    later = []
    while talk.slots["requested_slot"] != "confirm":
        talk.skips()
        later.append(talk.slots["requested_slot"])
    assert "demand" not in later


@pytest.mark.rows("R50", "R100")
def test_more_of_the_story_goes_to_the_record_and_the_question_stays(talk: Talk) -> None:
    talk.tells(STORY)
    more = "而且安装师傅态度特别差，还把我家墙面磕坏了一块"
    said = talk.tells(more)
    assert talk.slots["complaint_text"] == f"{STORY}\n{more}"
    assert said.request == "product"


@pytest.mark.rows("R50", "R146")
@pytest.mark.parametrize("intent", ["abuse", "complain"])
def test_no_question_is_put_a_fourth_time_to_somebody_who_only_vents(
    talk: Talk, intent: str
) -> None:
    requests = [talk.tells(STORY).request]
    for _ in range(24):
        talk.says("气死我了！", intent=intent, read=complaint())
        requests.append(talk.slots["requested_slot"])
    for slot in DETAIL_SLOTS:
        assert requests.count(slot) <= 3
    assert requests[-1] == "confirm"


@pytest.mark.rows("R56")
@pytest.mark.parametrize("slot", ["product", "model", "order_number", "incident_date", "demand"])
def test_an_answer_that_nobody_understands_does_not_hold_up_the_intake(
    talk: Talk, slot: str
) -> None:
    talk.tells(STORY)
    talk.skips_to(slot)
    for _ in range(3):
        talk.says("就那个那个", intent="nlu_fallback")
    assert talk.slots["requested_slot"] != slot


def test_an_answer_in_other_words_is_kept_as_it_was_said(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("demand")
    talk.says("你们看着办，把地板弄好就行", intent="nlu_fallback")
    assert talk.slots["demand"] == ["other"]
    assert talk.slots[NOTES_SLOT]["stated"]["demand"] == "你们看着办，把地板弄好就行"


@pytest.mark.parametrize("slot", ["product", "model", "contact_name", "demand", "contact"])
def test_a_yes_to_a_question_is_no_value(talk: Talk, slot: str) -> None:
    talk.tells(STORY)
    talk.skips_to(slot)
    talk.affirms("好的")
    assert talk.slots[slot] is None
    assert talk.slots["requested_slot"] == slot


# -- how it answers -----------------------------------------------------------------------------

PROPOSAL = "我建议你们换一台新的，旧的我自己送到店里，这样大家都省事"


def spoken(tone: str, **given: Any) -> dict[str, Any]:
    """Return the reading of a complaint in this tone."""
    return complaint(tone={"name": tone, "confidence": 0.8}, **given)


@pytest.mark.parametrize(
    "tone",
    [
        pytest.param(Tone.AGGRESSIVE, marks=pytest.mark.rows("R38", "R42")),
        pytest.param(Tone.EXPRESSIVE, marks=pytest.mark.rows("R42")),
        pytest.param(Tone.PASSIVE, marks=pytest.mark.rows("R40", "R42")),
        pytest.param(Tone.CONSTRUCTIVE, marks=pytest.mark.rows("R41", "R42")),
    ],
)
def test_every_bubble_is_said_in_answer_to_the_customers_tone(talk: Talk, tone: Tone) -> None:
    said = talk.tells(STORY, read=spoken(tone))
    assert [message["tone"] for message in said.messages] == [tone] * 2


@pytest.mark.rows("R42")
def test_another_tone_is_answered_in_another_way_from_then_on(talk: Talk) -> None:
    talk.tells(STORY, read=spoken("passive"))
    said = talk.tells("问来问去没完了，你们到底管不管？", read=spoken("aggressive"))
    assert {message["tone"] for message in said.messages} == {"aggressive"}
    assert {message["tone"] for message in talk.skips().messages} == {"aggressive"}


@pytest.mark.rows("R146", "R50", "R61")
@pytest.mark.parametrize("intent", ["abuse", "complain"])
def test_who_vents_is_heard_and_the_question_waits(talk: Talk, intent: str) -> None:
    talk.tells(STORY)
    said = talk.says("气死我了！", intent=intent, read=spoken("aggressive", anger=2.5))
    assert (said.leads, said.request) == (["utter_heard"], "product")
    assert talk.open


@pytest.mark.rows("R146")
def test_what_an_angry_customer_adds_is_heard_before_it_is_taken_down(talk: Talk) -> None:
    talk.tells(STORY)
    more = "而且安装师傅态度特别差，还把我家墙面磕坏了一块"
    assert talk.tells(more, read=spoken("expressive", anger=2.0)).leads == ["utter_heard"]
    assert talk.slots["complaint_text"] == f"{STORY}\n{more}"


@pytest.mark.rows("R41")
def test_a_proposal_is_taken_up_and_recorded_as_it_was_said(talk: Talk) -> None:
    said = talk.tells(PROPOSAL, read=spoken("constructive", demand=["replacement"]))
    assert said.leads == ["utter_proposal_taken"]
    assert (talk.slots["complaint_text"], talk.slots["demand"]) == (PROPOSAL, ["replacement"])


@pytest.mark.rows("R41")
@pytest.mark.parametrize("question", ["这样行不行？", "能不能办到？"])
def test_whether_a_proposal_can_be_met_is_left_to_who_may_decide(talk: Talk, question: str) -> None:
    talk.tells(PROPOSAL, read=spoken("constructive", demand=["replacement"]))
    said = talk.says(question, intent="question")
    assert said.keys == ["utter_proposal_not_ours", "utter_request_product"]
    assert talk.slots["complaint_text"] == f"{PROPOSAL}\n{question}"


@pytest.mark.rows("R188")
def test_a_demand_out_of_proportion_is_passed_up_and_repeated_goes_to_a_superior(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    fortune = entity("amount", 100_000, currency="CNY", role="claimed")
    read = complaint(demand=["compensation"])
    said = talk.tells("昨天点的奶茶少给了一份椰果，赔我十万块", fortune, read=read)
    assert said.leads == ["utter_demand_passed"]
    said = talk.says("十万，一分都不能少", fortune, read=reading(demand=["compensation"]))
    assert said.keys[0] == "utter_demand_insisted"
    with storage(read_only=True) as uow:
        assert [wish.reason for wish in uow.handovers.list("c-1")] == ["insists"]
    talk.skips_to("confirm")
    talk.affirms()
    assert cases(storage)[0].grade == "unjustified"


# -- skipping -----------------------------------------------------------------------------------


@pytest.mark.rows("R50", "R56")
@pytest.mark.parametrize("text", ["没有", "不知道", "don't know"])
def test_any_detail_may_be_skipped(talk: Talk, storage: MemoryUnitOfWorkFactory, text: str) -> None:
    talk.tells(STORY)
    while talk.slots["requested_slot"] != "confirm":
        assert talk.skips(text).leads == ["utter_skipped"]
    assert talk.affirms().keys[0] == "utter_case_filed_no_contact"
    (case,) = cases(storage)
    assert case.complaint_text == STORY
    assert (case.product, case.contact_phone, case.order_number) == (None, None, None)


def test_what_happened_cannot_be_skipped(talk: Talk, storage: MemoryUnitOfWorkFactory) -> None:
    talk.says("我要投诉", intent="new_complaint", read=complaint("other"))
    for _ in range(5):
        assert talk.skips().request == "complaint_text"
        assert talk.denies("不").request == "complaint_text"
    assert cases(storage) == []


def test_a_detail_that_was_skipped_may_still_be_given(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("demand")
    talk.says("订单号找到了，AB20261101", TOLD["order_number"])
    assert talk.slots["order_number"] == "AB20261101"
    assert "order_number" not in talk.slots[NOTES_SLOT]["skipped"]


# -- told already -------------------------------------------------------------------------------


def test_told_already_is_believed_and_not_asked_again(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("order_number")
    said = talk.says("我不是说过了吗", intent="told_already")
    assert said.leads == ["utter_told_already_missing"]
    assert talk.slots["requested_slot"] != "order_number"


def test_told_already_takes_the_number_that_was_told_as_another(talk: Talk) -> None:
    talk.tells(STORY, entity("reference", "SF1234567890123", type="tracking"))
    talk.skips_to("order_number")
    said = talk.says("单号我前面就给了", intent="told_already")
    assert said.leads == ["utter_told_already_found"]
    assert talk.slots["order_number"] == "SF1234567890123"


def test_who_gives_it_again_while_saying_so_has_it_taken(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("order_number")
    talk.says("说过了，AB20261101", TOLD["order_number"], intent="told_already")
    assert talk.slots["order_number"] == "AB20261101"


@pytest.mark.parametrize("entities", [(), ("incident_date",)])
def test_told_already_is_no_wish(talk: Talk, entities: tuple[str, ...]) -> None:
    talk.tells(STORY)
    talk.skips_to("order_number")
    talk.says("昨天", TOLD["incident_date"])
    talk.skips_to("demand")
    said = talk.says(
        "昨天啊，我不是说了嘛", *(TOLD[name] for name in entities), intent="told_already"
    )
    assert said.leads == ["utter_told_already_missing"]
    assert not talk.slots.get("demand")


# -- what does not fit --------------------------------------------------------------------------

WRONG = {
    "contact": [unfit("contact_phone", "1380013"), unfit("contact_email", "me@")],
    "incident_date": [unfit("incident_date", "2月30日"), unfit("incident_date", "13月1日")],
    "order_number": [unfit("order_number", "A"), unfit("order_number", "B")],
}


@pytest.mark.parametrize("slot", WRONG)
def test_a_wrong_form_is_asked_about_once_then_kept_in_the_customers_words(
    talk: Talk, slot: str
) -> None:
    talk.tells(STORY)
    talk.skips_to(slot)
    first, second = WRONG[slot]
    said = talk.says(first["text"], first)
    assert said.keys == [f"utter_check_{slot}"]
    assert said.fact("stated") == first["text"]
    assert talk.slots["requested_slot"] == slot
    talk.says(second["text"], second)
    assert talk.slots["requested_slot"] != slot
    assert talk.slots[slot] is None
    assert talk.slots[NOTES_SLOT]["stated"][slot] == second["text"]


@pytest.mark.parametrize("slot", WRONG)
@pytest.mark.parametrize("answer", ["affirm", "skip", "deny"])
def test_who_has_nothing_better_keeps_the_words_that_were_given(
    talk: Talk, slot: str, answer: str
) -> None:
    talk.tells(STORY)
    talk.skips_to(slot)
    wrong = WRONG[slot][0]
    talk.says(wrong["text"], wrong)
    talk.says("对，就是这个", entity("answer", answer, "对"), intent=answer)
    assert talk.slots["requested_slot"] != slot
    assert talk.slots[NOTES_SLOT]["stated"][slot] == wrong["text"]


def test_a_right_form_after_the_check_is_taken(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("contact")
    talk.says("1380013", WRONG["contact"][0])
    talk.says("13800138000", TOLD["contact"])
    assert talk.slots["contact"] == "13800138000"
    assert "contact" not in talk.slots[NOTES_SLOT]["stated"]


def test_words_in_passing_that_do_not_fit_raise_no_question(talk: Talk) -> None:
    talk.tells(STORY)
    assert talk.says("大概2月30日吧", WRONG["incident_date"][0]).request == "product"


def test_a_contact_that_fits_no_form_is_filed_in_the_customers_words(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.tells(STORY)
    talk.skips_to("contact")
    for wrong in WRONG["contact"]:
        talk.says(wrong["text"], wrong)
    talk.skips_to("confirm")
    talk.affirms()
    (case,) = cases(storage)
    assert (case.contact_phone, case.contact_other) == (None, "me@")


# -- corrections --------------------------------------------------------------------------------


def test_a_correction_replaces_the_value_and_the_question_stays(talk: Talk) -> None:
    talk.tells(STORY, TOLD["contact"])
    open_question = talk.slots["requested_slot"]
    said = talk.says(
        "电话打错了，是13900139000", entity("contact_phone", "13900139000"), intent="correct"
    )
    assert talk.slots["contact"] == "13900139000"
    assert said.leads == ["utter_corrected"]
    assert said.fact("changed") == [["contact", "13900139000"]]
    assert talk.slots["requested_slot"] == open_question


def test_what_is_said_without_correcting_does_not_replace_what_is_known(talk: Talk) -> None:
    talk.tells(STORY, TOLD["order_number"])
    talk.says("我另一个订单CD999没问题", entity("order_number", "CD999"))
    assert talk.slots["order_number"] == "AB20261101"


@pytest.mark.rows("R100")
def test_a_line_may_be_corrected_at_the_read_back(talk: Talk) -> None:
    talk.tells(STORY, TOLD["contact"])
    talk.skips_to("confirm")
    assert talk.denies().keys == ["utter_ask_what_to_correct"]
    said = talk.says("电话是13900139000", entity("contact_phone", "13900139000"))
    assert said.keys == ["utter_read_back_updated"]
    assert ["contact", "13900139000"] in said.fact("lines")
    assert talk.slots["requested_slot"] == "confirm"


def test_a_correction_may_come_right_with_the_no(talk: Talk) -> None:
    talk.tells(STORY, TOLD["product"])
    talk.skips_to("confirm")
    said = talk.says("不对，是冰箱", entity("product", "冰箱"), intent="deny")
    assert said.keys == ["utter_read_back_updated"]
    assert ["product", "冰箱"] in said.fact("lines")


def test_the_demand_may_be_corrected(talk: Talk) -> None:
    talk.tells(STORY, read=complaint(demand=["refund"]))
    talk.says("不要退款了，换一台吧", intent="correct", read=reading(demand=["replacement"]))
    assert talk.slots["demand"] == ["replacement"]


# -- on the side --------------------------------------------------------------------------------


@pytest.mark.rows("R50", "R56")
@pytest.mark.parametrize(
    ("intent", "key"),
    [
        ("ask_duration", "utter_faq_duration"),
        ("ask_handler", "utter_faq_handler"),
        ("ask_bot", "utter_faq_bot"),
        ("ask_privacy", "utter_faq_privacy"),
        ("ask_hours", "utter_faq_hours"),
        ("ask_phone", "utter_faq_phone"),
        ("ask_attachment", "utter_faq_attachment"),
        ("ask_how", "utter_faq_how"),
        ("ask_policy", "utter_faq_policy"),
        ("thanks", "utter_thanks"),
        ("injection", "utter_injection"),
    ],
)
@pytest.mark.parametrize("slot", ["product", "order_number", "contact"])
def test_a_side_question_is_answered_and_the_open_one_comes_back(
    talk: Talk, intent: str, key: str, slot: str
) -> None:
    talk.tells(STORY)
    talk.skips_to(slot)
    said = talk.says("多久能处理好", intent=intent)
    assert said.keys == [key, f"utter_request_{slot}"]
    assert said.leads == ["utter_back_to_it"]
    assert talk.slots["requested_slot"] == slot


def test_side_questions_do_not_use_up_the_patience_for_the_open_one(talk: Talk) -> None:
    talk.tells(STORY)
    for _ in range(6):
        assert talk.says("多久能处理好", intent="ask_duration").request == "product"


def test_a_wish_that_is_put_as_a_question_is_answered_and_recorded(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("demand")
    wish = reading(demand=["replacement"])
    said = talk.says("能给我换台新的吗", intent="ask_policy", read=wish)
    assert said.keys[0] == "utter_faq_policy" and said.leads == ["utter_noted"]
    assert talk.slots["demand"] == ["replacement"]
    assert talk.slots["requested_slot"] != "demand"


def test_a_wish_that_only_looks_like_a_question_is_recorded(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("demand")
    wish = reading(demand=["other"])
    said = talk.says("来个人打电话教教我怎么用", intent="ask_how", read=wish)
    assert "utter_faq_how" not in said.keys
    assert talk.slots["demand"] == ["other"]


def test_a_wish_in_a_long_sentence_is_kept_as_it_was_said(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("demand")
    wish = "要是有哪位同事能坐下来陪我把账单一条一条看一遍，我就安心了"
    assert talk.says(wish, confidence=0.3).request != "demand"
    assert talk.slots["demand"] == ["other"]
    assert talk.slots["intake_notes"]["stated"]["demand"] == wish


@pytest.mark.parametrize(
    "story",
    [
        "昨天晚上又开了一次，还是不能制冷，得等到半夜",
        "It was just like this when I let it run again",
    ],
)
def test_what_goes_on_telling_is_no_wish(talk: Talk, story: str) -> None:
    talk.tells(STORY)
    talk.skips_to("demand")
    talk.says(story, confidence=0.3)
    assert talk.slots["demand"] is None
    assert story in talk.slots["complaint_text"]


def test_the_same_words_for_the_second_time_are_the_answer(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("model")
    words = "盒子上面印的就是小白两个字，别的什么都没有印"
    assert talk.says(words, confidence=0.3).request == "model"
    assert talk.says(words, confidence=0.3).request != "model"
    assert talk.slots["intake_notes"]["stated"]["model"] == words


def test_who_goes_on_telling_is_not_asked_the_same_for_ever(talk: Talk) -> None:
    talk.tells(STORY)
    slot = talk.slots["requested_slot"]
    asked = [
        talk.says(f"第{number}次打开的时候还是一样的毛病，转两下就不动了", read=complaint()).request
        for number in range(8)
    ]
    assert asked.count(slot) == 3
    assert asked.count("model") >= 3


def test_a_side_question_at_the_read_back_returns_to_it(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("confirm")
    said = talk.says("多久能处理好", intent="ask_duration")
    assert said.keys == ["utter_faq_duration", "utter_request_confirm"]
    assert said.fact("choices") == ["button_file_it", "button_change"]


@pytest.mark.rows("R56")
def test_the_wish_for_a_person_is_recorded_and_the_question_stays(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.tells(STORY)
    said = talk.says("转人工", intent="ask_human")
    assert said.keys == ["utter_human_noted", "utter_request_product"]
    assert talk.says("我要人工！", intent="ask_human").keys[0] == "utter_human_noted_again"
    with storage(read_only=True) as uow:
        wishes = list(uow.handovers.list("c-1"))
    assert [wish.turn_id for wish in wishes] == ["t-2", "t-3"]


@pytest.mark.rows("R50")
def test_who_has_to_look_for_it_is_given_time(talk: Talk) -> None:
    talk.tells(STORY)
    said = talk.says("等一下我找找", intent="wait")
    assert said.keys == ["utter_take_your_time"]
    assert talk.slots["requested_slot"] == "product"


# -- dropping it --------------------------------------------------------------------------------


def test_an_intake_is_dropped_only_when_that_is_confirmed(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.tells(STORY)
    said = talk.says("算了不投诉了", intent="cancel")
    assert said.keys == ["utter_cancel_check"]
    assert talk.slots["requested_slot"] == "product"
    assert talk.affirms().keys == ["utter_cancelled"]
    assert talk.slots[OUTCOME_SLOT] == "cancelled"
    assert {talk.slots[slot] for slot in (*INTAKE_SLOTS, NOTES_SLOT)} == {None}
    with storage(read_only=True) as uow:
        assert uow.intakes.find_open("c-1") is None
    assert cases(storage) == []


@pytest.mark.parametrize(
    ("text", "answer"), [("不", "deny"), ("继续登记", "go_on"), ("carry on", "go_on")]
)
def test_who_goes_on_after_all_gets_the_same_question_again(
    talk: Talk, text: str, answer: str
) -> None:
    talk.tells(STORY)
    talk.says("算了不投诉了", intent="cancel")
    said = talk.says(text, entity("answer", answer, text), intent="deny", confidence=0.3)
    assert said.request == "product"
    assert talk.slots["product"] is None
    assert "product" not in talk.slots[NOTES_SLOT]["skipped"]


# -- filing -------------------------------------------------------------------------------------


def told(talk: Talk) -> Said:
    """Tell all at once, up to the read-back."""
    return talk.tells(STORY, *TOLD.values(), read=complaint(demand=["refund"]))


@pytest.mark.rows("R152")
def test_a_confirmed_record_is_filed_and_named(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    told(talk)
    said = talk.affirms()
    (case,) = cases(storage)
    assert said.keys[0] == "utter_case_filed"
    assert said.messages[0]["case_no"] == case.case_no
    assert (case.product, case.model, case.order_number) == ("空调", "KFR-35GW", "AB20261101")
    assert (case.incident_date, case.amount, case.currency) == ("2026-11-20", 2800, "CNY")
    assert (case.contact_name, case.contact_phone) == ("王芳", "13800138000")
    assert ([*case.demand], [*case.category]) == (["refund"], ["product_quality"])


@pytest.mark.rows("R100")
def test_nothing_is_filed_before_the_read_back_is_confirmed(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.tells(STORY)
    talk.affirms("好的")
    talk.skips_to("confirm")
    talk.says("嗯？", intent="nlu_fallback")
    talk.denies()
    assert cases(storage) == []


def test_all_slots_of_the_intake_are_cleared_after_filing(talk: Talk) -> None:
    told(talk)
    talk.affirms()
    cleared = {*INTAKE_SLOTS, NOTES_SLOT, OUTCOME_SLOT, "requested_slot"}
    assert {slot: talk.slots[slot] for slot in cleared} == dict.fromkeys(cleared)
    assert talk.slots["last_case_no"].startswith("JY20261123-")


def test_two_complaints_in_one_conversation_are_two_cases(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    told(talk)
    talk.affirms()
    talk.tells("另外快递也丢了一件，一直没人管", read=complaint("delivery_logistics"))
    talk.skips_to("confirm")
    talk.affirms()
    first, second = sorted(cases(storage), key=lambda case: case.case_no)
    assert first.intake_id != second.intake_id
    assert {first.complaint_text, second.complaint_text} == {
        STORY,
        "另外快递也丢了一件，一直没人管",
    }
    assert second.contact_phone is None or first.contact_phone is None


def test_two_complaints_are_two_cases_when_the_tracker_was_deleted_between_them(
    services: runtime.Services, storage: MemoryUnitOfWorkFactory
) -> None:
    for number in range(2):
        talk = Talk("c-1")
        talk.turns = 10 * number
        told(talk)
        talk.affirms()
    assert len({case.case_no for case in cases(storage)}) == 2


def test_a_filing_turn_that_is_sent_again_finds_its_case(
    talk: Talk, storage: MemoryUnitOfWorkFactory, clock: FixedClock
) -> None:
    told(talk)
    before = dict(talk.slots)
    first = talk.affirms(turn_id="t-file")
    # Rasa lost the answer: the tracker stands as it stood, and the same turn comes again.
    talk.slots = before
    clock.advance(seconds=30)
    again = talk.affirms(turn_id="t-file")
    assert again.messages[0]["case_no"] == first.messages[0]["case_no"]
    assert len(cases(storage)) == 1


def test_the_id_of_the_intake_never_comes_from_a_slot(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    told(talk)
    assert "id-1" not in str(talk.slots)
    talk.slots["intake_id"] = "forged"
    talk.slots[NOTES_SLOT]["intake_id"] = "forged"
    talk.affirms()
    (case,) = cases(storage)
    assert case.intake_id == "id-1"


def test_a_record_with_threats_is_passed_on_with_priority(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.tells(
        STORY, *TOLD.values(), read=complaint(demand=["refund"], threats=["regulator"], anger=2.8)
    )
    assert talk.affirms().keys[0] == "utter_case_filed_priority"
    assert [*cases(storage)[0].threats] == ["regulator"]


def test_a_threat_in_a_later_turn_is_filed_too(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.tells(STORY)
    talk.says(
        "没有，再问我就打12315", entity("answer", "skip"), read=reading(threats=["regulator"])
    )
    talk.skips_to("confirm")
    talk.affirms()
    assert [*cases(storage)[0].threats] == ["regulator"]


@pytest.mark.rows("R119")
@pytest.mark.parametrize(
    ("category", "department"),
    [
        ("product_quality", "quality"),
        ("billing_price", "finance"),
        ("delivery_logistics", "logistics"),
        ("service_attitude", "customer_service"),
        ("false_advertising_fraud", "sales"),
    ],
)
def test_what_the_bot_read_sends_the_case_to_its_department(
    talk: Talk, storage: MemoryUnitOfWorkFactory, category: str, department: str
) -> None:
    talk.tells("你们答应的事没有做到，我很不满意", read=complaint(category))
    talk.skips_to("confirm")
    talk.affirms()
    (case,) = cases(storage)
    assert ([*case.category], case.department) == ([category], department)


@pytest.mark.parametrize(
    "mindset",
    [
        pytest.param(Mindset.SUPERVISOR, marks=pytest.mark.rows("R75")),
        pytest.param(Mindset.RATIONAL, marks=pytest.mark.rows("R76")),
        pytest.param(Mindset.NEGOTIATOR, marks=pytest.mark.rows("R77")),
        pytest.param(Mindset.VICTIM, marks=pytest.mark.rows("R78")),
    ],
)
def test_what_the_customer_is_after_stands_on_the_case(
    talk: Talk, storage: MemoryUnitOfWorkFactory, mindset: Mindset
) -> None:
    talk.tells(STORY, read=complaint(mindset={"name": str(mindset), "confidence": 0.7}))
    talk.skips_to("confirm")
    talk.affirms()
    assert cases(storage)[0].mindset == mindset


@pytest.mark.rows("R9")
def test_who_means_to_leave_for_another_company_is_on_the_case(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.tells(STORY)
    talk.says("以后再也不买你们家的了", intent="complain", read=complaint(threats=["churn"]))
    talk.skips_to("confirm")
    talk.affirms()
    assert [*cases(storage)[0].threats] == ["churn"]


# -- language -----------------------------------------------------------------------------------


def test_the_bot_answers_in_the_locale_of_the_conversation(services: runtime.Services) -> None:
    talk = Talk(locale="en")
    said = talk.tells("The washing machine broke on its first day and nobody calls me back")
    assert {message["locale"] for message in said.messages} == {"en"}
    talk.slots["locale"] = "zh-Hant"
    assert {message["locale"] for message in talk.skips().messages} == {"zh-Hant"}


def test_the_case_keeps_the_language_of_the_customer(
    services: runtime.Services, storage: MemoryUnitOfWorkFactory
) -> None:
    talk = Talk(locale="zh-Hant")
    talk.tells("洗衣機第一天就壞了，客服一直不理人")
    talk.skips_to("confirm")
    talk.affirms()
    (case,) = cases(storage)
    assert (case.language, case.locale) == ("zh", "zh-Hant")


# -- another company's matter -------------------------------------------------------------------


@pytest.mark.rows("R200")
def test_another_companys_matter_is_explained_and_offered_to_be_passed_on(talk: Talk) -> None:
    said = talk.says("我要投诉隔壁那家航空公司", intent="other_company")
    assert said.keys == ["utter_other_company"]


def test_another_companys_matter_that_is_not_wanted_files_nothing(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.says("我要投诉隔壁那家航空公司，航班晚点五小时", intent="other_company")
    assert talk.denies("不用了").keys == ["utter_cancelled"]
    assert talk.slots[OUTCOME_SLOT] == "cancelled"
    assert cases(storage) == []


@pytest.mark.rows("R200")
def test_another_companys_matter_is_filed_as_out_of_scope(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.says(
        "我要投诉隔壁那家航空公司，航班晚点五小时", intent="other_company", read=complaint("other")
    )
    talk.affirms("请帮我转交")
    talk.skips_to("confirm")
    talk.affirms()
    assert cases(storage)[0].grade == "out_of_scope"


# -- what a message says besides its details ----------------------------------------------------


def test_a_field_declined_by_name_is_not_asked_and_the_open_question_stays(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("contact_name")
    said = talk.says("日期记不清了", entity("declined", "incident_date"))
    assert said.request == "contact_name"
    assert "incident_date" in talk.slots[NOTES_SLOT]["skipped"]


@pytest.mark.rows("R50")
def test_a_question_that_nobody_foresaw_goes_to_the_record_and_the_form_goes_on(
    talk: Talk,
) -> None:
    talk.tells(STORY)
    said = talk.says("你们要型号做什么用？", intent="question")
    assert said.keys == ["utter_question_noted", "utter_request_product"]
    assert talk.slots["complaint_text"].endswith("你们要型号做什么用？")
    assert talk.slots["product"] is None


def test_a_side_question_gives_no_value_to_the_field_that_was_asked_for(talk: Talk) -> None:
    talk.tells(STORY)
    talk.says("你是机器人吗", entity("product", "机器人吗"), intent="ask_bot")
    assert talk.slots["product"] is None


def test_what_fits_no_field_is_kept_in_the_story(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("contact")
    said = talk.says("苏泊尔的，老款那个", intent="inform")
    assert talk.slots["complaint_text"].endswith("苏泊尔的，老款那个")
    assert said.request == "contact"
    assert talk.slots["contact"] is None


def test_misunderstood_once_is_asked_again_twice_gets_choices_thrice_a_person(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.tells(STORY)
    talk.skips_to("order_number")
    first = talk.says("就那个那个", intent="nlu_fallback")
    assert (first.leads, first.request) == (["utter_not_caught"], "order_number")
    second = talk.says("嗯嗯啊啊", intent="nlu_fallback")
    assert second.leads == ["utter_kept_as_said"]
    assert second.fact("choices") == ["button_skip", "button_person"]
    third = talk.says("啦啦啦啦", intent="nlu_fallback")
    assert third.keys[0] == "utter_fallback_human"
    with storage(read_only=True) as uow:
        assert [wish.reason for wish in uow.handovers.list("c-1")] == ["misunderstood"]


def test_danger_that_comes_up_later_is_met_first_and_once(talk: Talk) -> None:
    talk.tells(STORY)
    danger = "刚才插座还冒烟了，我妈触电受伤了"
    said = talk.tells(danger)
    assert said.keys[0] == "utter_open_wellbeing"
    assert "utter_open_wellbeing" not in talk.tells("真的是触电受伤了你们管不管").keys


@pytest.mark.parametrize(
    ("said", "thanked"),
    [
        ("这售后简直绝绝子", False),
        ("pure class, so it is", False),
        ("谢谢你这么耐心", True),
        ("您真好", True),
        ("很棒", True),
    ],
)
def test_praise_amid_a_complaint_that_is_for_nobody_is_mockery(
    talk: Talk, said: str, thanked: bool
) -> None:
    talk.tells(STORY)
    assert ("utter_praise" in talk.says(said, intent="praise").keys) is thanked


def test_a_first_telling_that_was_misread_is_not_lost(talk: Talk) -> None:
    misread = reading(is_complaint=0.2, assumed={"category": [], "tone": {}, "mindset": None})
    talk.hears(
        "买的蓝牙耳机收到是空盒", entity("product", "蓝牙耳机"), intent="praise", read=misread
    )
    talk.hears("今天天气不错", intent="chitchat")
    talk.tells(STORY)
    assert talk.slots["complaint_text"] == f"买的蓝牙耳机收到是空盒\n{STORY}"
    assert talk.slots["product"] == "蓝牙耳机"


def test_what_was_put_aside_before_the_story_goes_with_it(talk: Talk) -> None:
    talk.says("我要投诉", intent="new_complaint", read=complaint("other"))
    talk.says("美的的", intent="inform")
    assert talk.slots["complaint_text"] is None
    talk.tells(STORY)
    assert talk.slots["complaint_text"] == f"美的的\n{STORY}"


def test_the_long_message_before_a_bare_number_was_the_story(talk: Talk) -> None:
    talk.hears(STORY, intent="praise", read=reading(is_complaint=0.05))
    talk.hears("订单号AB1", entity("order_number", "AB1", how="label"))
    said = talk.runs(ValidateIntakeForm())
    assert talk.slots["complaint_text"] == STORY
    assert said.keys[0] == "utter_open"


def test_a_vague_day_is_kept_as_it_was_said(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("contact_name")
    vague = entity("incident_date", None, "9月中旬", stated="9月中旬", problem="vague_date")
    talk.says("9月中旬吧", vague)
    assert talk.slots[NOTES_SLOT]["stated"]["incident_date"] == "9月中旬"


def test_a_threat_is_no_answer_to_the_question_for_the_day(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("incident_date")
    this_week = entity("incident_date", None, "这周", stated="这周", problem="vague_date")
    talk.says("这周还不修我就打12345", this_week, read=complaint(threats=["regulator"]))
    assert "incident_date" not in talk.slots[NOTES_SLOT]["stated"]


def test_putting_one_figure_right_changes_nothing_else(talk: Talk) -> None:
    talk.tells(STORY, entity("product", "flight"), entity("amount", 212, currency="EUR"))
    talk.skips_to("confirm")
    talk.says("wait the hotel was 221", entity("product", "hotel"), entity("figure", 221))
    assert (talk.slots["amount"], talk.slots["product"]) == (221, "flight")


def test_a_vague_day_answers_the_check_however_long_the_answer(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("incident_date")
    talk.says("9月31号", unfit("incident_date", "9月31号", "impossible_date"))
    vague = entity("incident_date", None, "9月底", stated="9月底", problem="vague_date")
    talk.says("反正就是9月底那几天的事情，" + "具体哪一天我真的已经记不得了，" * 4, vague)
    assert talk.slots["requested_slot"] != "incident_date"


def test_what_only_changes_the_language_answers_no_question(talk: Talk) -> None:
    talk.tells(STORY)
    talk.skips_to("contact_name")
    talk.slots["locale"] = "en"
    talk.says("Right, let's go back to English.")
    assert talk.slots["requested_slot"] == "contact_name"
    assert talk.slots["complaint_text"] == STORY


def test_what_came_in_the_parcel_takes_its_place(talk: Talk) -> None:
    talk.tells("我快递丢了，到现在也没有人管", entity("product", "快递"))
    talk.says("是一双球鞋", entity("product", "球鞋"))
    assert talk.slots["product"] == "球鞋"


def test_a_loss_claimed_in_answer_to_the_wish_is_known_to_the_grade(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.tells(STORY)
    talk.skips_to("demand")
    talk.says("医药费180块你们得赔", read=reading(demand=["compensation"]))
    assert talk.slots[NOTES_SLOT]["facts"]["claims_further_loss"] is True
