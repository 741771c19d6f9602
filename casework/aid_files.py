"""Opens the aids that the settings and the project's folder hold."""

from typing import Final

from casework.aids import Aids
from casework.help_yaml import load_help
from casework.orders_csv import CsvOrderBook
from casework.settings import ROOT, Settings

ARTICLES: Final = ROOT / "data" / "help"


def aids_of(settings: Settings) -> Aids:
    """Return the help articles, and the known orders where a file of them is set."""
    orders = None if settings.orders is None else CsvOrderBook(settings.orders)
    return Aids(articles=load_help(ARTICLES), orders=orders)
