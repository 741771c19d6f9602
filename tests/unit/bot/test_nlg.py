"""The response picker: the right wording for language and tone, and never the last one again."""

import itertools
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlg import SAID, ResponsePicker, default_locale, said_so_far
from bot.responses import Catalogue

CATALOGUE = Catalogue(
    {
        "utter_open": {
            "zh": {
                "any": ["一般一", "一般二", "一般三"],
                "aggressive": ["强硬一", "强硬二"],
                "passive": [],
            },
            "en": {"any": ["plain one", "plain two", "plain three"], "aggressive": ["curt one"]},
        },
        "utter_noted": {"zh": {"any": ["记下了。"]}, "en": {"any": ["Noted."]}},
        "utter_heard": {"zh": {"any": ["我听到了。"]}, "en": {"any": ["I hear you."]}},
        "utter_request_model": {"zh": {"any": ["哪一款？"]}, "en": {"any": ["Which model?"]}},
        "utter_case_filed": {
            "zh": {"any": ["编号 {case_no}。"]},
            "en": {"any": ["It is {case_no}."]},
        },
    },
    {
        "button_yes": {"zh": "就这样登记", "en": "File it"},
        "button_no": {"zh": "我要修改", "en": "Change something"},
    },
)


class Conversation:
    """A conversation in which the picker speaks and its wordings go on record."""

    def __init__(self, domain: Domain, sender: str = "c-1", slots: dict[str, Any] | None = None):
        self.tracker = DialogueStateTracker(sender, domain.slots)
        for name, value in (slots or {}).items():
            self.tracker.update(SlotSet(name, value))
        self.picker = ResponsePicker(catalogue=CATALOGUE)

    async def preview(self, key: str, **facts: Any) -> dict[str, Any] | None:
        """Return what would be said."""
        return await self.picker.generate(key, self.tracker, "rest", **facts)

    async def say(self, key: str, **facts: Any) -> str:
        """Say it, as Rasa does: the parts of the message become the event's metadata."""
        message = await self.preview(key, **facts)
        assert message is not None
        text: str = message.pop("text")
        self.tracker.update(BotUttered(text, {"buttons": message.pop("buttons", None)}, message))
        return text

    def hear(self, text: str, **metadata: Any) -> None:
        self.tracker.update(ActionExecuted("action_listen"))
        self.tracker.update(UserUttered(text, metadata=metadata))


@pytest.fixture
def conversation(domain: Domain) -> Conversation:
    return Conversation(domain, slots={"locale": "zh-Hans"})


@pytest.mark.rows("R42")
@pytest.mark.parametrize(
    ("locale", "tone", "pool"),
    [
        ("zh-Hans", None, {"一般一", "一般二", "一般三"}),
        ("zh-Hans", "aggressive", {"强硬一", "强硬二"}),
        # A tone without wordings of its own gets the general ones.
        ("zh-Hans", "constructive", {"一般一", "一般二", "一般三"}),
        ("zh-Hans", "passive", {"一般一", "一般二", "一般三"}),
        ("en", "aggressive", {"curt one"}),
        ("en", "expressive", {"plain one", "plain two", "plain three"}),
        ("en-GB", None, {"plain one", "plain two", "plain three"}),
    ],
)
async def test_the_wording_for_the_tone_beats_the_general_one(
    domain: Domain, locale: str, tone: str | None, pool: set
) -> None:
    for sender in "abcdefgh":
        talk = Conversation(domain, sender)
        assert await talk.say("utter_open", locale=locale, tone=tone) in pool


async def test_locale_and_tone_come_from_the_slots_where_nobody_names_them(domain: Domain) -> None:
    talk = Conversation(domain, slots={"locale": "en", "tone": "aggressive"})
    assert await talk.say("utter_open") == "curt one"


async def test_what_the_action_names_outranks_the_slots(domain: Domain) -> None:
    talk = Conversation(domain, slots={"locale": "zh-Hans", "tone": "passive"})
    assert await talk.say("utter_open", locale="en", tone="aggressive") == "curt one"


async def test_every_wording_comes_before_one_is_repeated(conversation: Conversation) -> None:
    spoken = [await conversation.say("utter_open") for _ in range(3)]
    assert set(spoken) == {"一般一", "一般二", "一般三"}


async def test_the_wording_just_used_never_comes_again(conversation: Conversation) -> None:
    spoken = [await conversation.say("utter_open") for _ in range(40)]
    assert all(one != after for one, after in itertools.pairwise(spoken))


async def test_a_repeat_takes_the_wording_that_was_heard_longest_ago(
    conversation: Conversation,
) -> None:
    spoken = [await conversation.say("utter_open") for _ in range(9)]
    assert spoken[3:6] == spoken[:3] == spoken[6:9]


async def test_a_key_with_one_wording_may_repeat_it(conversation: Conversation) -> None:
    assert [await conversation.say("utter_noted") for _ in range(2)] == ["记下了。"] * 2


async def test_a_change_of_tone_and_back_repeats_nothing_early(conversation: Conversation) -> None:
    spoken = [
        await conversation.say("utter_open", tone=tone)
        for tone in ("aggressive", None, "aggressive", None, None)
    ]
    assert len(set(spoken)) == 5


async def test_wordings_said_before_the_tracker_was_cut_count_too(domain: Domain) -> None:
    talk = Conversation(
        domain, slots={"locale": "zh-Hans", SAID: {"utter_open": ["zh.any.0", "zh.any.2"]}}
    )
    assert await talk.say("utter_open") == "一般二"


async def test_a_replayed_turn_picks_the_same_wordings(domain: Domain) -> None:
    first, again = Conversation(domain), Conversation(domain)
    for _ in range(5):
        facts = {"locale": "en", "lead": ["utter_heard"]}
        assert await first.say("utter_open", **facts) == await again.say("utter_open", **facts)


async def test_an_answer_that_was_not_kept_is_worded_the_same_again(
    conversation: Conversation,
) -> None:
    await conversation.say("utter_open")
    assert await conversation.preview("utter_open") == await conversation.preview("utter_open")


async def test_customers_are_not_all_greeted_in_the_same_words(domain: Domain) -> None:
    spoken = {
        await Conversation(domain, f"c-{number}").say("utter_open", locale="en")
        for number in range(30)
    }
    assert len(spoken) == 3


@pytest.mark.parametrize(
    ("locale", "lead", "text"),
    [
        ("zh-Hans", "utter_noted", "记下了。哪一款？"),
        ("zh-Hans", ["utter_heard", "utter_noted"], "我听到了。记下了。哪一款？"),
        ("en", ["utter_heard", "utter_noted"], "I hear you. Noted. Which model?"),
        ("en", [], "Which model?"),
        ("en", None, "Which model?"),
    ],
)
async def test_leads_stand_before_the_request_in_one_bubble(
    conversation: Conversation, locale: str, lead: Any, text: str
) -> None:
    assert await conversation.say("utter_request_model", locale=locale, lead=lead) == text


async def test_a_lead_is_remembered_under_its_own_key(conversation: Conversation) -> None:
    await conversation.say("utter_request_model", lead=["utter_noted"])
    assert said_so_far(conversation.tracker) == {
        "utter_noted": ["zh.any.0"],
        "utter_request_model": ["zh.any.0"],
    }


async def test_a_lead_without_wording_is_left_out(conversation: Conversation) -> None:
    assert await conversation.say("utter_noted", lead=["utter_unheard_of"]) == "记下了。"


async def test_a_key_without_wording_gives_nothing(conversation: Conversation) -> None:
    assert await conversation.preview("utter_unheard_of") is None


async def test_choices_become_buttons_in_the_language_of_the_customer(
    conversation: Conversation,
) -> None:
    message = await conversation.preview("utter_noted", choices=["button_yes", "button_no"])
    assert message is not None
    assert message["buttons"] == [
        {"title": "就这样登记", "payload": "就这样登记"},
        {"title": "我要修改", "payload": "我要修改"},
    ]


async def test_values_go_into_the_wording(conversation: Conversation) -> None:
    assert await conversation.say("utter_case_filed", case_no="JY1") == "编号 JY1。"


@pytest.mark.parametrize(
    ("suggested", "text", "locale"),
    [
        ("en", "", "en"),
        ("en-US", "你好", "en"),
        ("EN", "", "en"),
        ("zh-TW", "", "zh-Hant"),
        ("zh-HK", "", "zh-Hant"),
        ("zh-Hant", "hello", "zh-Hant"),
        ("zh-CN", "", "zh-Hans"),
        (None, "你好", "zh-Hans"),
        (None, "where is it", "en"),
        (None, "我的iPhone坏了", "zh-Hans"),
        (None, "👍", "zh-Hans"),
        (None, "12345", "zh-Hans"),
        ("fr", "", "zh-Hans"),
    ],
)
def test_before_a_language_shows_the_channel_suggests_one(
    domain: Domain, suggested: str | None, text: str, locale: str
) -> None:
    talk = Conversation(domain)
    talk.hear(text, **({"locale": suggested} if suggested else {}))
    assert default_locale(talk.tracker) == locale


def test_before_any_message_the_locale_is_that_of_mainland_china(domain: Domain) -> None:
    assert default_locale(Conversation(domain).tracker) == "zh-Hans"


def test_what_was_said_is_counted_over_slot_and_events(domain: Domain) -> None:
    talk = Conversation(domain, slots={SAID: {"utter_open": ["zh.any.0"]}})
    variants: list[list[str]] = [["utter_open", "zh.any.1"], ["utter_noted", "zh.any.0"]]
    talk.tracker.update(BotUttered("…", metadata={"variants": variants}))
    talk.tracker.update(BotUttered("not ours"))
    assert said_so_far(talk.tracker) == {
        "utter_open": ["zh.any.0", "zh.any.1"],
        "utter_noted": ["zh.any.0"],
    }
    # The slot itself stays as it was.
    assert talk.tracker.get_slot(SAID) == {"utter_open": ["zh.any.0"]}
