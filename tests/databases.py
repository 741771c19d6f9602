"""Fresh databases for the tests that need real ones."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
import redis

POSTGRES = "postgresql://postgres@127.0.0.1:5432"
REDIS = "redis://127.0.0.1:6379/9"


@contextmanager
def fresh_postgres() -> Iterator[str]:
    """Create an empty database, yield its URL and drop it; skip where no server answers."""
    name = f"jieyou_test_{uuid.uuid4().hex[:12]}"
    try:
        admin = psycopg.connect(f"{POSTGRES}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("JIEYOU_REQUIRE_SERVICES") == "1":
            pytest.fail(f"PostgreSQL is required but does not answer: {error}")
        pytest.skip("PostgreSQL does not answer on 127.0.0.1:5432")
    with admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{POSTGRES}/{name}"
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def running_redis() -> str:
    """Return the URL of a database of Redis; skip where no server answers."""
    try:
        with redis.Redis.from_url(REDIS, socket_timeout=3) as client:
            client.ping()
    except redis.RedisError as error:
        if os.environ.get("JIEYOU_REQUIRE_SERVICES") == "1":
            pytest.fail(f"Redis is required but does not answer: {error}")
        pytest.skip("Redis does not answer on 127.0.0.1:6379")
    return REDIS
