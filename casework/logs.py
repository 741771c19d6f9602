"""Sets structured logging up: static event names, ids only, never what a customer wrote."""

import logging
import sys
from typing import Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# A last net: these keys never reach a log, whoever passes them by mistake.
PERSONAL: Final = frozenset(
    {
        "amount",
        "body",
        "complaint_text",
        "contact",
        "contact_email",
        "contact_name",
        "contact_other",
        "contact_phone",
        "email",
        "message",
        "name",
        "order_number",
        "password",
        "phone",
        "secret",
        "serial_number",
        "text",
        "token",
    }
)
# These libraries log addresses with their query, in which Rasa's token stands, or whole packets.
QUIET: Final = ("httpx", "httpcore", "engineio", "socketio", "uvicorn.access")


def without_personal_data(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop the keys under which personal data or secrets would stand."""
    return {key: value for key, value in event.items() if key not in PERSONAL}


def configure_logging(log_format: str) -> None:
    """Let structlog and the standard library write to standard error as `console` or `json`."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(log_format),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _rendering(log_format: str) -> list[Processor]:
    if log_format == "json":
        return [
            # Local variables stay out of tracebacks: they hold what customers wrote.
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    return [
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    ]
