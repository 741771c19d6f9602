"""The deployment files pass their own linters and name what is really there.

hadolint, yamllint and kubernetes-validate come with the development tools; nginx, systemd-analyze
and promtool are used where the machine has them (Debian: nginx, systemd, prometheus).
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from casework.settings import ROOT
from desk.cli.secrets_file import NAMES
from desk.metrics import Metrics
from tests.unit.test_documented import settings

DEPLOY = ROOT / "deploy"
RULES = DEPLOY / "prometheus" / "jieyou.rules.yml"
TEMPLATE = DEPLOY / "nginx" / "jieyou.conf.template"
UNITS = sorted((DEPLOY / "systemd").iterdir())
KUBERNETES = DEPLOY / "kubernetes" / "jieyou.yml"
COMPOSE = DEPLOY / "docker" / "compose.yml"
DOCKERFILE = DEPLOY / "docker" / "Dockerfile"
#: Names of the deployment itself, which the product does not read.
OF_DEPLOYMENT = {"JIEYOU_HOST", "JIEYOU_UPSTREAM", "JIEYOU_TLS"}


def run(*command: str | Path) -> str:
    """Run a linter and return what it said; a finding fails the test with it."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def tool(name: str) -> str:
    """Return a tool of the development environment."""
    return str(Path(sys.executable).with_name(name))


def machine(name: str) -> str:
    """Return a tool of the machine; skip where it has none."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not on this machine")
    return found


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def documents(path: Path) -> list[Any]:
    return list(yaml.safe_load_all(text_of(path)))


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    assert run(tool("hadolint"), DOCKERFILE) == ""


def test_yamllint_finds_nothing() -> None:
    assert run(tool("yamllint"), "--strict", "-c", DEPLOY / ".yamllint.yml", DEPLOY) == ""


def test_the_manifests_fit_the_schemas_of_kubernetes() -> None:
    said = run(tool("kubernetes-validate"), "--strict", KUBERNETES)
    assert said.count(" passed for resource ") == len(documents(KUBERNETES))


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    nginx, openssl = machine("nginx"), machine("openssl")
    run(
        openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=a",
        "-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem",
    )  # fmt: skip
    names = {"HOST": "a.test", "UPSTREAM": "127.0.0.1:5080", "TLS": str(tmp_path)}
    conf = text_of(TEMPLATE)
    for name, value in names.items():
        conf = conf.replace(f"${{JIEYOU_{name}}}", value)
    # Ports and a log that everybody may open: the test need not run as root.
    conf = re.sub(r"(listen (?:\[::\]:)?)(80|443)\b", r"\g<1>1\g<2>0", conf)
    conf = conf.replace("/var/log/nginx/", f"{tmp_path}/")
    main = tmp_path / "nginx.conf"
    main.write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{conf}\n}}\n",
        encoding="utf-8",
    )
    assert "test is successful" in run(nginx, "-t", "-p", tmp_path, "-e", "stderr", "-c", main)


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    analyze = machine("systemd-analyze")
    for unit in UNITS:
        # It looks whether the command is there: in this folder instead of /opt.
        here = text_of(unit).replace("/opt/jieyou/.venv/bin/jieyou", tool("jieyou"))
        (tmp_path / unit.name).write_text(here, encoding="utf-8")
    for unit in UNITS:
        assert run(analyze, "verify", "--man=no", tmp_path / unit.name) == ""


def test_promtool_takes_the_alerts_and_they_fire_when_they_should() -> None:
    promtool = machine("promtool")
    assert "SUCCESS" in run(promtool, "check", "rules", RULES)
    assert "SUCCESS" in run(promtool, "test", "rules", DEPLOY / "prometheus/jieyou.rules.test.yml")


def test_the_alerts_ask_for_figures_that_the_desk_gives() -> None:
    given = {
        sample
        for family in Metrics().registry.collect()
        for sample in (family.name, f"{family.name}_total", f"{family.name}_bucket")
    }
    asked = set(re.findall(r"\bjieyou_[a-z_]+", text_of(RULES)))
    assert asked and asked <= given


def test_every_alert_says_how_bad_it_is_and_what_to_do() -> None:
    rules = [rule for group in documents(RULES)[0]["groups"] for rule in group["rules"]]
    assert len(rules) >= 10
    for rule in rules:
        assert rule["labels"]["severity"] in ("page", "ticket"), rule
        assert set(rule["annotations"]) == {"summary", "action"}, rule


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(DEPLOY.rglob("*")) if path.is_file()],
    ids=lambda path: path.name,
)
def test_a_file_names_settings_that_exist(path: Path) -> None:
    named = set(re.findall(r"\bJIEYOU_[A-Z_]*[A-Z]", text_of(path)))
    assert named <= settings() | OF_DEPLOYMENT


def test_no_file_holds_a_secret() -> None:
    for path in (COMPOSE, KUBERNETES, DOCKERFILE, *UNITS):
        for name in NAMES:
            given = re.findall(rf"{name}[:=] ?(\S+)", text_of(path))
            assert all(value.startswith(("${", "…")) for value in given), (path, given)


def test_database_and_backup_tools_are_of_one_version() -> None:
    server = re.findall(r"image: postgres:(\d+)", text_of(COMPOSE) + text_of(KUBERNETES))
    client = re.findall(r"postgresql-client-(\d+)", text_of(DOCKERFILE))
    assert len({*server, *client}) == 1 and len(server) == 2


def test_nothing_runs_as_root_or_is_found_by_everybody() -> None:
    assert re.findall(r"^USER (\S+)$", text_of(DOCKERFILE), re.MULTILINE) == ["10001:10001"]
    compose = documents(COMPOSE)[0]["services"]
    assert [name for name, each in compose.items() if "ports" in each] == ["nginx"]
    for unit in UNITS:
        if unit.suffix == ".service":
            assert "User=jieyou" in text_of(unit) and "NoNewPrivileges=yes" in text_of(unit)


def test_the_proxy_is_the_one_that_the_desk_believes() -> None:
    compose = documents(COMPOSE)[0]
    address = compose["services"]["nginx"]["networks"]["front"]["ipv4_address"]
    believed = compose["services"]["jieyou"]["environment"]["JIEYOU_TRUSTED_PROXIES"]
    assert address == believed
