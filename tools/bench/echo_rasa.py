"""The inner half of the echo: Rasa's own Sanic: `python -m tools.bench.echo_rasa PORT`."""

from __future__ import annotations

import sys

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

app = Sanic("echo")


@app.post("/webhook")
async def receive(request: Request) -> HTTPResponse:
    """Give the message back."""
    return json([{"recipient_id": request.json["sender"], "text": request.json["message"]}])


@app.get("/status")
async def status(request: Request) -> HTTPResponse:
    """Say that it is there."""
    return json({"ready": True})


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), workers=1, access_log=False)
