"""What a case has to be to stand in a list, in memory."""

from casework.model import Case, CaseFilters
from casework.text import storable


def passes(case: Case, filters: CaseFilters) -> bool:
    """Tell whether a case stands in the list."""
    for name in ("status", "grade", "department", "priority"):
        wanted = getattr(filters, name)
        if wanted is not None and getattr(case, name) != wanted:
            return False
    if filters.category is not None and filters.category not in case.category:
        return False
    contacts = [case.contact_phone, case.contact_email, case.contact_other]
    if filters.contacts and not set(contacts) & set(filters.contacts):
        return False
    searched = [case.case_no, case.order_number, case.product, *contacts]
    text = storable(filters.text or "").lower()
    return not text or any(text in (one or "").lower() for one in searched)
