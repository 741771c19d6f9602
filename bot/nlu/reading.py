"""Joins what was learned with what rules found into one `reading` of a message."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Set, Tuple

from bot.language.demands import find_demands
from bot.language.detect import detect_language
from bot.language.swearing import find_swearing
from bot.language.threats import find_threats
from bot.nlu.labels import DEMANDS, THREATS

#: What was learned about a demand: from here on it counts although no rule found it, and below the
#: second it does not count although one did. Chosen by cross-validation, as those below.
SURE_DEMAND, DENIED_DEMAND = 0.6, 0.3
#: The same for what stands in no list (`other`).
SURE_OTHER, DENIED_OTHER = 0.6, 0.3
#: The same for a threat; a named authority stands even where the rest sounds harmless.
SURE_THREAT, DENIED_THREAT = 0.5, 0.4
SAID_OUTRIGHT = frozenset(("regulator",))
#: From so much on the defect is the matter, where a refund is wished for and not itself in trouble.
GOODS = 0.08
REFUND_TROUBLE = re.compile(
    r"refus|won't (?:refund|take)|still|denied|declin|wait|return|sent (?:it|them) back|no refund"
    r"|credit note|voucher|退款(?:没|還|还|一直|迟迟|失败|到账)|不给退|不让退|不退|拒|没退|退货"
    r"|退貨|已退|寄回|退了|还没|還沒|审核",
    re.IGNORECASE,
)
#: Below this chance of a complaint nothing that was learned about complaints is told.
HARMLESS = 0.15
#: From here on a message is taken for a complaint.
COMPLAINT = 0.5
#: From here on the intent decides whether it is one.
DOUBTFUL = 0.35
#: Intents that a complaint told in the same breath outranks.
OUTRANKED = frozenset(
    "chitchat question nonsense praise abuse inform ask_policy ask_how other_company greet "
    "add_info advertising thanks deny affirm ask_duration ask_handler correct unclear".split()
)
#: Intents that answer a question; with none open they give way to a complaint as well.
ANSWERS = frozenset("skip wait cancel told_already start_over goodbye".split())
#: With nothing asked for, a message that may well complain is taken for one, unless something
#: else is this sure: whoever writes to a complaint desk mostly has a reason.
POSSIBLE = 0.25
SURE_INTENT = 0.65
#: The same of a message that fits no intent at all.
UNFIT = 0.12
#: The same, of somebody who was just asked what happened.
INVITED = 0.1
SURE_INVITED = 0.8
MISTAKABLE = frozenset("question chitchat praise nonsense ask_policy complain".split())
#: An answer, a goodbye for instance, that is this plain stays one beside such a doubt.
PLAIN_ANSWER = 0.8
SURE_COMPLAINT = 0.8
#: An intent as sure as the first outranks a chance of a complaint below the second.
SETTLED, HARDLY = 0.95, 0.7
#: Who sells something complains of nothing, however like a complaint the figures look.
SELLS, SELLS_HARDLY = "advertising", 0.95
#: A question that is known gives way to one that is not only where that is plainly likelier.
NEARLY = 0.85
COMPLAIN = "complain"
FALLBACK_INTENT = "nlu_fallback"

Ranked = List[Tuple[str, float]]


def reading_of(text: str, answers: Dict[str, Any]) -> Dict[str, Any]:
    """Return the reading in the form that the parse result promises."""
    threats = find_threats(text)
    demands = find_demands(text)
    swearing = find_swearing(text)
    is_complaint = _complaint(answers)
    possible = is_complaint >= HARMLESS
    found = {evidence.name for evidence in demands}
    tone: Ranked = answers["tone"]
    complaining = is_complaint >= COMPLAINT
    category = [
        {"name": name, "confidence": round(confidence, 4)}
        for name, confidence in _matter_first(answers["category"], text)[:3]
    ]
    read_tone = {"name": tone[0][0], "confidence": round(tone[0][1], 4)}
    mindset = {
        "name": answers["mindset"][0][0],
        "confidence": round(answers["mindset"][0][1], 4),
    }
    return {
        "language": detect_language(text),
        "is_complaint": round(is_complaint, 4),
        "category": category if possible else [],
        "tone": read_tone
        if complaining
        else {"name": "none", "confidence": round(1 - is_complaint, 4)},
        "anger": round(answers["anger"], 3),
        "threats": _threats({e.name for e in threats}, answers, possible),
        "demand": _demands(found, answers, possible),
        "mindset": mindset if complaining else None,
        # What the message would be about if it is a complaint after all: the dialogue may know.
        **(
            {}
            if complaining
            else {"assumed": {"category": category, "tone": read_tone, "mindset": mindset}}
        ),
        "evidence": [
            {"label": e.label, "start": e.start, "end": e.end, "text": e.text}
            for e in sorted([*threats, *demands, *swearing], key=lambda e: (e.start, e.end))
        ],
    }


def _matter_first(ranked: Ranked, text: str) -> Ranked:
    """Return the categories; who wants money back for what is broken complains of the goods."""
    chances = dict(ranked)
    refund, goods = chances.get("return_refund", 0.0), chances.get("product_quality", 0.0)
    first = ranked[0][0] in ("return_refund", "product_quality")
    if not first or min(refund, goods) < GOODS or REFUND_TROUBLE.search(text):
        return ranked
    # What the wish brought counts for the goods: no field is asked for that only a refund in
    # trouble needs, and the refund is no second matter.
    left = min(refund, goods) / 2
    others = [item for item in ranked if item[0] not in ("return_refund", "product_quality")]
    changed = [*others, ("product_quality", refund + goods - left), ("return_refund", left)]
    return sorted(changed, key=lambda item: -item[1])


def _threats(found: Set[str], answers: Dict[str, Any], possible: bool) -> List[str]:
    """Return the threats: those of rules that nothing denies, and learned ones that are sure."""
    return [
        name
        for name in THREATS
        if _counts(name in found, answers.get(f"threats.{name}"), possible, name)
    ]


def _counts(found: bool, learned: Any, possible: bool, name: str) -> bool:
    chance = _chance(learned, "yes")
    if found:
        return learned is None or name in SAID_OUTRIGHT or chance >= DENIED_THREAT
    return possible and chance >= SURE_THREAT


def _demands(found: Set[str], answers: Dict[str, Any], possible: bool) -> List[str]:
    """Return the demands: those of rules that nothing denies, and learned ones that are sure."""
    named = []
    for code in DEMANDS:
        learned = answers.get(f"demand.{code}")
        sure, denied = (
            (SURE_OTHER, DENIED_OTHER) if code == "other" else (SURE_DEMAND, DENIED_DEMAND)
        )
        chance = _chance(learned, "yes")
        if (learned is None or chance >= denied) if code in found else possible and chance >= sure:
            named.append(code)
    return named


def intent_ranking(
    answers: Dict[str, Any],
    reading: Dict[str, Any],
    fallback_below: float,
    *,
    idle: bool = True,
    invited: bool = False,
) -> List[Dict[str, Any]]:
    """Return the intents, the best first; intent and `is_complaint` never contradict each other.

    `idle`: nothing was asked for, so that no short answer stands in the way of a complaint.
    `invited`: the customer was just asked to tell what happened.
    """
    ranked: Ranked = _known_question_first(answers["intent"])
    best, confidence = ranked[0]
    chance = reading["is_complaint"]
    plain = best in ANSWERS and confidence >= PLAIN_ANSWER and chance < SURE_COMPLAINT
    outranked = not plain and best in (OUTRANKED | ANSWERS if idle else OUTRANKED)
    least, most = (INVITED, SURE_INVITED) if invited else (POSSIBLE, SURE_INTENT)
    possible = idle and best in MISTAKABLE and chance >= least and confidence < most
    # What fits no intent and may well complain is taken for a complaint, too.
    possible = possible or (idle and confidence < fallback_below and chance >= UNFIT)
    if (outranked and chance >= COMPLAINT) or possible:
        sure = max(chance, confidence)
        ranked = [(COMPLAIN, sure), *[item for item in ranked if item[0] != COMPLAIN]]
    elif best == COMPLAIN and chance < COMPLAINT:
        ranked = [*[item for item in ranked if item[0] != COMPLAIN], (COMPLAIN, confidence)]
    if ranked[0][1] < fallback_below:
        ranked = [(FALLBACK_INTENT, 1 - ranked[0][1]), *ranked]
    return [{"name": name, "confidence": round(value, 4)} for name, value in ranked]


def _known_question_first(ranked: Ranked) -> Ranked:
    """Return the ranking with a question that has an answer before an unknown one as likely."""
    if len(ranked) < 2 or ranked[0][0] != "question":
        return ranked
    (_, confidence), (known, nearly), *rest = ranked
    wish = not known.startswith("ask_") or known == "ask_human"
    if wish or nearly < NEARLY * confidence:
        return ranked
    return [(known, confidence), ("question", nearly), *rest]


def _complaint(answers: Dict[str, Any]) -> float:
    """Return how likely the message complains; where that is in doubt the intent decides."""
    chance = _chance(answers["is_complaint"], "yes")
    intent, confidence = answers["intent"][0]
    if intent == COMPLAIN and DOUBTFUL <= chance < COMPLAINT:
        return COMPLAINT
    hardly = SELLS_HARDLY if intent == SELLS else HARDLY
    if intent in OUTRANKED and confidence >= SETTLED and COMPLAINT <= chance < hardly:
        return COMPLAINT - 0.01
    return chance


def _chance(ranked: Any, name: str) -> float:
    return dict(ranked or []).get(name, 0.0)
