"""MkDocs' hook: Chinese lines are joined, and the site works under any address."""

import logging
import re
from typing import Any

import jieba

FENCED = re.compile(r"(^ *```.*?^ *```$)", re.M | re.S)
HAN = "\u3001-\u301f\u4e00-\u9fff\uff01-\uff5e“”‘’…"
WRAPPED = re.compile(rf"(?<=[{HAN}])\n *(?=[{HAN}])")

# The search cuts Chinese by it; it tells of its dictionary as if that were news.
jieba.setLogLevel(logging.WARNING)


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Join the lines of Chinese prose: a browser would show each break as a blank."""
    parts = FENCED.split(markdown)
    # Every second part is a fenced block and stays as it is.
    return "".join(part if i % 2 else WRAPPED.sub("", part) for i, part in enumerate(parts))


def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:
    """Let the home pages lead to each other from where they are, not from the host's root."""
    # The plugin of the languages has set these links; Material reads them as an attribute.
    for each in config.extra.alternate:
        if each["link"].startswith("/"):
            each["link"] = each["link"].lstrip("/") or "./"
    return context
