"""One process that the supervisor runs: its command, where it listens, when it is ready."""

import contextlib
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desk.cli.logs import WARNINGS

PROBE_SECONDS: Final = 3.0
# A probe goes over loopback and must never be sent to the machine's proxy.
_OPENER: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A process to keep running; `port_variable` names the setting that changes its port."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    ready: Callable[[], bool] = _always
    host: str = "127.0.0.1"
    port: int | None = None
    port_variable: str = ""
    important: re.Pattern[str] = WARNINGS


def answers(url: str) -> Callable[[], bool]:
    """Return a probe that is true once the address answers with a 2xx status."""

    def probe() -> bool:
        try:
            with _OPENER.open(url, timeout=PROBE_SECONDS) as response:
                return 200 <= response.status < 300
        except (urllib.error.URLError, OSError, ValueError):
            return False

    return probe


def port_problems(services: Sequence[Service]) -> list[str]:
    """Return one line for every port that cannot be had, naming who wants it and what to do."""
    problems = []
    owners: dict[int, Service] = {}
    for service in services:
        if service.port is None:
            continue
        other = owners.setdefault(service.port, service)
        if other is not service:
            reason = f"is wanted by {other.name} and by {service.name} alike"
        else:
            reason = _why_not(service)
        if reason:
            choice = f"{service.port_variable}={_example(service.port)} make run"
            problems.append(f"port {service.port} {reason}; choose another one: {choice}")
    return problems


def _why_not(service: Service) -> str:
    assert service.port is not None
    family = socket.AF_INET6 if ":" in service.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((service.host, service.port))
        except PermissionError:
            return f"of {service.host} may not be used by this user ({service.name} wants it)"
        except socket.gaierror:
            return f"cannot be opened: {service.host} is no address ({service.name} wants it)"
        except OverflowError:
            return f"is no port ({service.name} wants it)"
        except OSError as error:
            return f"of {service.host} is taken, and {service.name} wants it ({error.strerror})"
    # macOS lets a second listener share the port, so a caller has to find out.
    with contextlib.suppress(OSError), socket.create_connection((service.host, service.port), 0.5):
        return f"of {service.host} is taken, and {service.name} wants it"
    return ""


def _example(port: int) -> int:
    return port + 1 if port < 65535 else port - 1
