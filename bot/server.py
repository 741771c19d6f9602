"""Starts Rasa on loopback, with our channel as its only door: `python -m bot.server`."""

from __future__ import annotations

import logging
import os
import warnings
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Serve the model that JIEYOU_MODEL names until the process is ended."""
    warnings.filterwarnings("ignore")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

    import rasa.utils.common
    import rasa.utils.io
    from rasa.core.run import configure_app, create_http_input_channels, load_agent_on_start
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.log_utils import configure_structlog
    from sanic import Sanic
    from sanic.request import Request
    from sanic.response import HTTPResponse, json

    from bot.action_endpoint import StrictActionEndpoint, check_answers_here

    rasa.utils.common.configure_logging_and_warnings()
    rasa.utils.io.configure_colored_logging("WARNING")
    # Rasa logs messages and slots in its debug lines: personal data stays out of the logs.
    configure_structlog(logging.WARNING)
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    channels = create_http_input_channels(None, str(ROOT / "credentials.yml"))
    token = os.environ["JIEYOU_RASA_TOKEN"]
    model = os.environ["JIEYOU_MODEL"]
    app = configure_app(channels, cors=None, auth_token=token, endpoints=endpoints)

    async def refuse_strangers(request: Request) -> HTTPResponse | None:
        if request.path.startswith("/webhooks/") or request.args.get("token") == token:
            return None
        return json({"status": "refused"}, status=401)

    async def be_strict(app: Sanic, _loop: object) -> None:
        """Let failures of the tracker store and of the action server end the turn."""
        agent = app.ctx.agent
        if not agent.is_ready():
            raise SystemExit(
                f"the model {model} cannot be loaded; "
                "`.venv/bin/jieyou train --force` makes a new one"
            )
        store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
        agent.tracker_store = store
        agent.action_endpoint = StrictActionEndpoint(agent.action_endpoint)
        check_answers_here()
        if agent.processor:
            agent.processor.tracker_store = store
            agent.processor.action_endpoint = agent.action_endpoint

    app.register_middleware(refuse_strangers, "request")
    app.register_listener(
        partial(load_agent_on_start, model, endpoints, None), "before_server_start"
    )
    app.register_listener(be_strict, "before_server_start")
    app.run(
        host="127.0.0.1",
        port=int(os.environ.get("JIEYOU_RASA_PORT", "5005")),
        workers=1,
        access_log=False,
    )


if __name__ == "__main__":
    main()
