"""Times django-helpdesk in its own environment: `measure.py URL RECORDS.json COUNT PAGES`.

Tickets are filed by its own form, as its page does, mails rendered and thrown away; lists are made
by the query that its list page asks. The last line printed is JSON: seconds of each run.
"""

import json
import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PAGE = 50


def configure(url: str) -> None:
    """Set Django up on this database with the apps that helpdesk needs."""
    import django
    from django.conf import settings

    place = urlsplit(url)
    settings.configure(
        SECRET_KEY="only for measuring",
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": place.path.lstrip("/"),
                "USER": place.username,
                "PASSWORD": place.password or "",
                "HOST": place.hostname,
                "PORT": place.port or 5432,
                "CONN_MAX_AGE": None,
            }
        },
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.sites",
            "django.contrib.messages",
            "django.contrib.humanize",
            "helpdesk",
            "rest_framework",
        ],
        SITE_ID=1,
        ROOT_URLCONF="addresses",
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LANGUAGE_CODE="en",
        USE_TZ=True,
        # No teams: pinax-teams is an extra of its own.
        HELPDESK_TEAMS_MODE_ENABLED=False,
    )
    django.setup()


def main(url: str, records: Path, count: int, pages: int) -> None:
    """File, fill up to `count` tickets, list, and print the seconds."""
    configure(url)
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from helpdesk.models import Queue

    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    staff = get_user_model().objects.create_superuser("staff", "staff@example.com", "x")
    queue = Queue.objects.create(
        title="Complaints", slug="complaints", allow_public_submission=True
    )
    texts: list[dict[str, Any]] = json.loads(records.read_text(encoding="utf-8"))
    found = {"filing": [file(each, queue, staff) for each in texts]}
    fill(queue, count - len(texts))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    draw = random.Random(7)
    found["listing"] = [listed(staff, {}, "") for _ in range(pages)]
    found["filtered"] = [
        listed(
            staff,
            {"status__in": [draw.randrange(1, 6)], "priority__in": [draw.randrange(1, 6)]},
            "",
        )
        for _ in range(pages)
    ]
    found["searched"] = [
        listed(staff, {}, draw.choice(("kettle", "A10", "no such thing"))) for _ in range(pages)
    ]
    print(json.dumps(found))


def file(record: dict[str, Any], queue: Any, staff: Any) -> float:
    """File one ticket by the public form and return the seconds."""
    from helpdesk.forms import PublicTicketForm

    given = {
        "queue": queue.id,
        "title": record["title"],
        "body": record["body"],
        "submitter_email": record["email"],
        "priority": "3",
    }
    started = time.perf_counter()
    form = PublicTicketForm(data=given)
    if not form.is_valid():
        raise SystemExit(f"the form refuses a record: {form.errors.as_json()}")
    form.save(staff)
    return time.perf_counter() - started


def fill(queue: Any, count: int) -> None:
    """Add tickets of other days, states and priorities without any notice."""
    from django.utils import timezone
    from helpdesk.models import Ticket

    draw, now = random.Random(7), timezone.now()
    Ticket.objects.bulk_create(
        (
            Ticket(
                title=f"Complaint {number}",
                queue=queue,
                created=now - timedelta(minutes=draw.randrange(365 * 24 * 60)),
                submitter_email=f"customer{number}@example.com",
                status=draw.choices((1, 2, 3, 4, 5), (8, 1, 4, 16, 1))[0],
                priority=draw.choices((1, 2, 3, 4, 5), (1, 4, 12, 3, 1))[0],
                description=f"My kettle {number} leaks, order A{1000000 + number}.",
            )
            for number in range(count)
        ),
        batch_size=2000,
    )


def listed(staff: Any, filtering: dict[str, Any], search: str) -> float:
    """Ask for the first page of the list and return the seconds."""
    from helpdesk.query import get_query_class
    from helpdesk.user import HelpdeskUser

    asked = {
        "filtering": filtering,
        "filtering_null": {},
        "sorting": "created",
        "sortreverse": True,
        "search_string": search,
    }
    started = time.perf_counter()
    query = get_query_class()(HelpdeskUser(staff), query_params=asked)
    query.get_datatables_context(
        draw=["1"], length=[str(PAGE)], start=["0"], **{"search[value]": [""]},
        **{"order[0][column]": ["5"], "order[0][dir]": ["desc"]},
    )  # fmt: skip
    return time.perf_counter() - started


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
