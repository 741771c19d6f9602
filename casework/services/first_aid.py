"""Offers at once what may be offered at once: a remedy approved beforehand, an article."""

from dataclasses import dataclass
from datetime import datetime

from casework.help import HelpIndex
from casework.informing import Informer
from casework.model import Case, Grade
from casework.policy_work import InstantRemedy, WorkPolicy
from casework.ports import UnitOfWork
from casework.presenting import FALLBACK_LANGUAGE


@dataclass(frozen=True, slots=True)
class FirstAid:
    """Writes the offers beside a case that is filed; they replace nothing (R35, R51, R54)."""

    policy: WorkPolicy
    informer: Informer
    articles: HelpIndex | None

    def offer(self, uow: UnitOfWork, case: Case, at: datetime) -> None:
        """Offer the first remedy that the policy allows, and the article that fits best."""
        remedy = next((each for each in self.policy.instant_remedies if _fits(each, case)), None)
        if remedy is not None:
            facts = {"offer": dict(remedy.offer), "remedy": remedy.name}
            once = f"remedy:{case.case_no}"
            self.informer.tell_customer(uow, "update_remedy", case, at, once=once, facts=facts)
        article = self._article(case)
        if article is not None:
            facts = {"article": article}
            once = f"help:{case.case_no}"
            self.informer.tell_customer(uow, "update_help", case, at, once=once, facts=facts)

    def _article(self, case: Case) -> str | None:
        rules = self.policy.first_help
        if self.articles is None or not rules.offer_articles or case.grade is not Grade.GENERAL:
            return None
        found = self.articles.search(
            case.complaint_text,
            case.language or FALLBACK_LANGUAGE,
            limit=1,
            categories=case.category,
        )
        if not found or found[0].score < rules.least_score:
            return None
        return f"\n\n{found[0].article.title}\n{found[0].article.body}"


def _fits(remedy: InstantRemedy, case: Case) -> bool:
    limit = remedy.amount_up_to
    within = limit is None or (case.amount is not None and case.amount <= limit)
    category = any(code in remedy.categories for code in case.category)
    return category and case.grade in remedy.grades and within
