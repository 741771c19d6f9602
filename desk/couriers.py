"""Builds the couriers that the settings set up."""

from casework.notify.couriers import (
    ChatCourier,
    ConsoleCourier,
    Courier,
    EmailCourier,
    MissingCourier,
    WebhookCourier,
)
from casework.settings import ROOT, Settings

TEXTS = ROOT / "data" / "notify"


def couriers_of(settings: Settings) -> dict[str, Courier]:
    """Return a courier for every channel; one that is not set up refuses for good."""
    email: Courier = MissingCourier("JIEYOU_SMTP_URL")
    if settings.smtp_url:
        email = EmailCourier(settings.smtp_url, settings.mail_from)
    return {
        "console": ConsoleCourier(),
        "email": email,
        "webhook": WebhookCourier(settings.webhooks, settings.webhook_secret),
        "chat": ChatCourier(settings.chat_tools),
    }
