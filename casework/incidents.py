"""Recognises the same trouble of the same product, in Chinese and in English (R185)."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from casework.facts import APOSTROPHES
from casework.model import Case
from casework.policy_work import IncidentRules

WORD: Final = re.compile(r"[^\W_]+")
# A trouble right behind one of these is denied; patterns that begin with a negation bring it along.
DENIAL: Final = re.compile(
    r"(没有?|沒有?|不|未|无|無|并非|\b(no|not|isn't|wasn't|without|never|didn't|doesn't))\s*$",
    re.IGNORECASE,
)
FILLERS: Final = frozenset("a an the my your our this that new of from in".split())


def product_key(case: Case, rules: IncidentRules) -> str | None:
    """Return the product's name in both languages, else its words, None where there is none."""
    named = case.product or case.complaint_text
    for name, pattern in rules.products.items():
        if pattern.search(named):
            return name
    words = WORD.findall(unicodedata.normalize("NFKC", case.product or "").casefold())
    kept = sorted(set(words) - FILLERS)
    return "=" + " ".join(kept) if kept else None


def symptoms(case: Case, rules: IncidentRules) -> tuple[str, ...]:
    """Return the troubles that the customer tells, and does not deny."""
    text = case.complaint_text.translate(APOSTROPHES)
    return tuple(
        name
        for name, pattern in rules.symptoms.items()
        if any(not DENIAL.search(text[: match.start()]) for match in pattern.finditer(text))
    )


def identities(case: Case) -> tuple[str, ...]:
    """Return all by which this customer can be told from others."""
    found = [
        f"phone:{case.contact_phone}" if case.contact_phone else None,
        f"email:{case.contact_email.casefold()}" if case.contact_email else None,
        f"other:{case.contact_other.casefold()}" if case.contact_other else None,
        f"conversation:{case.conversation_id}" if case.conversation_id else None,
    ]
    return tuple(each for each in found if each is not None) or (f"case:{case.case_no}",)


def count_customers(of_cases: Iterable[Iterable[str]]) -> int:
    """Count customers and not cases: whoever shares one identity is the same person."""
    people: list[set[str]] = []
    for mine in map(set, of_cases):
        same = [person for person in people if person & mine]
        people = [person for person in people if not person & mine]
        people.append(mine.union(*same))
    return len(people)
