"""Runs the desk: `python -m desk`."""

import contextlib
import os
import sys

import uvicorn
from starlette.types import ASGIApp
from uvicorn.main import STARTUP_FAILURE

from casework.errors import JieyouError
from casework.logs import configure_logging
from casework.settings import Settings
from desk.app import create_app
from desk.tidying import tidier_of

# Connections that are still busy get this long when the process is asked to stop.
SHUTDOWN_SECONDS = 5


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """Return how the desk is served; what a stranger says about its address is not believed."""
    return uvicorn.Config(
        app,
        host=settings.desk_host,
        port=settings.desk_port,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        ws_max_size=1_000_000,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
    )


def main() -> None:
    """Serve the desk on the settings' host and port until the process is ended."""
    try:
        settings = Settings.from_env(os.environ)
        app = create_app(settings, tidier=tidier_of(os.environ, settings))
    except JieyouError as error:
        sys.exit(f"The desk cannot start. {error}")
    configure_logging(settings.log_format)
    server = uvicorn.Server(server_config(app, settings))
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(STARTUP_FAILURE)


if __name__ == "__main__":
    main()
