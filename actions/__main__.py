"""Starts the action server: `python -m actions`."""

from __future__ import annotations

import os

import uvicorn

from actions import runtime
from actions.server import create_app
from casework.logs import configure_logging
from casework.settings import Settings

#: Longer than Rasa keeps an unused connection (15 s): the one who asks closes it, so that no
#: request meets a connection that is just being closed.
KEEP_ALIVE_SECONDS = 60


def main() -> None:
    """Serve the actions on loopback until the process is ended."""
    settings = Settings.from_env(os.environ)
    configure_logging(settings.log_format)
    app = create_app(runtime.from_settings(os.environ), settings.actions_token)
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=settings.actions_port,
        log_config=None,
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )


if __name__ == "__main__":
    main()
