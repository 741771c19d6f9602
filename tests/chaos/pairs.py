"""nginx before two gateways and two Rasas, and a Redis of the tests' own between them."""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest
import redis

from desk.cli.service import Service

REDIS, NGINX = "redis", "nginx"
PROGRAMS: Final = ("nginx", "redis-server")
CONFIG: Final = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/log/nginx-errors.log;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/nginx/body;
    proxy_temp_path {folder}/nginx/proxy;
    fastcgi_temp_path {folder}/nginx/fastcgi;
    uwsgi_temp_path {folder}/nginx/uwsgi;
    scgi_temp_path {folder}/nginx/scgi;
    # A browser stays where its session is; whoever has none goes anywhere.
    map "$cookie_jieyou_session$cookie_jieyou_desk" $place {{
        "" $request_id;
        default "$cookie_jieyou_session$cookie_jieyou_desk";
    }}
    map $http_upgrade $connection_upgrade {{ "" close; default upgrade; }}
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_connect_timeout 2s;
    proxy_read_timeout 60s;
{servers}
}}
"""
PAIR: Final = """
    upstream pair_{port} {{
        hash $place consistent;
        server 127.0.0.1:{first} max_fails=1 fail_timeout=1s;
        server 127.0.0.1:{second} max_fails=1 fail_timeout=1s;
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{ proxy_pass http://pair_{port}; }}
    }}
"""


def missing(programs: Sequence[str] = PROGRAMS) -> list[str]:
    """Return the programs, by default those that a pair needs, that are not here."""
    return [name for name in programs if _program(name) is None]


def require(*programs: str) -> None:
    """Skip the test where one of the programs is not here, or fail it where they have to be."""
    if absent := missing(programs):
        if os.environ.get("JIEYOU_REQUIRE_SERVICES") == "1":
            pytest.fail(f"required, but not here: {', '.join(absent)}")
        pytest.skip(f"not here: {', '.join(absent)}")


def redis_service(port: int) -> Service:
    """Return a Redis that keeps nothing on disk."""

    def answers() -> bool:
        try:
            with redis.Redis(port=port, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    command = [
        _program("redis-server") or "", "--port", str(port), "--bind", "127.0.0.1",
        "--save", "", "--appendonly", "no",
    ]  # fmt: skip
    return Service(name=REDIS, command=command, ready=answers)


def nginx_service(folder: Path, pairs: Mapping[int, tuple[int, int]]) -> Service:
    """Return an nginx that listens on each port of `pairs` before the two ports behind it."""
    (folder / "nginx").mkdir(parents=True, exist_ok=True)
    servers = "".join(
        PAIR.format(port=port, first=first, second=second)
        for port, (first, second) in pairs.items()
    )
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, servers=servers), encoding="utf-8")
    command = [_program("nginx") or "", "-c", str(config), "-e", str(folder / "log" / "nginx.log")]
    return Service(name=NGINX, command=command)


def _program(name: str) -> str | None:
    return shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
