"""Renders the desk's templates in the reader's language."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from casework.model import Permission
from desk.console.identity import Visitor
from desk.console.parts import console_of
from desk.console.people_api import shown_account
from desk.console.texts import LANGUAGES, language_of, load_texts

HERE: Final = Path(__file__).parent
LINKS: Final = (
    ("live", "/desk", Permission.CONVERSATIONS_READ),
    ("cases", "/desk/cases", Permission.CASES_READ),
    ("accounts", "/desk/accounts", Permission.ACCOUNTS_MANAGE),
    ("audit", "/desk/audit", Permission.AUDIT_READ),
)


class Pages:
    """Renders the templates."""

    def __init__(self) -> None:
        self._texts = load_texts()
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["local"] = _local

    def render(
        self, request: Request, name: str, visitor: Visitor | None, status: int = 200, **more: Any
    ) -> HTMLResponse:
        """Return a page that no cache keeps."""
        console = console_of(request)
        lang = language_of(request)
        texts = self._texts[lang]
        page = self._templates.get_template(f"{name}.html").render(
            lang=lang,
            html_lang="en" if lang == "en" else "zh-Hans",
            languages=LANGUAGES,
            t=texts,
            word=lambda key: texts.get(key, key.rpartition(".")[2]),
            path=request.url.path,
            tz=console.tz,
            csrf=visitor.csrf if visitor else "",
            me=shown_account(visitor.account) if visitor else None,
            links=[
                (key, href) for key, href, need in LINKS if visitor and visitor.may(console, need)
            ],
            **more,
        )
        headers = {
            "Cache-Control": "no-store",
            # With no-referrer a browser would not name the origin of the forms that it posts.
            "Referrer-Policy": "same-origin",
            "Vary": "Accept-Language, Cookie",
        }
        return HTMLResponse(page, status_code=status, headers=headers)


def _local(at: datetime, tz: ZoneInfo) -> str:
    return f"{at.astimezone(tz):%Y-%m-%d %H:%M}"
