"""The outer half of the echo: FastAPI under uvicorn, which asks the inner half over HTTP.

`python -m tools.bench.echo_desk PORT INNER_PORT`: what a message costs where nothing is done.
"""

import sys
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI, Request


def application(inner: str) -> FastAPI:
    """Return an app that passes each message on and gives back what comes."""
    app = FastAPI()
    client = httpx.AsyncClient(base_url=inner, trust_env=False)

    @app.post("/webhooks/rest/webhook")
    async def receive(request: Request) -> Any:
        response = await client.post("/webhook", json=await request.json())
        return response.json()

    @app.get("/status")
    async def status() -> dict[str, bool]:
        return {"ready": True}

    return app


if __name__ == "__main__":
    uvicorn.run(
        application(f"http://127.0.0.1:{sys.argv[2]}"),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="warning",
    )
