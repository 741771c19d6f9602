"""Asks the advisories about every pinned library of both environments: `make audit`.

Every finding has to be judged in docs/security.md: its id, or an alias, stands there in backticks.
The status is 0 where all are, 1 where one is not, and 2 where a library could not be looked up:
an answer that was not given is no good answer.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".tools/bin/uv"
PIP_AUDIT = ROOT / ".venv/bin/pip-audit"
ENVIRONMENTS = {"project": [], "bot": ["--project", "bot", "--python", "bot/.venv/bin/python"]}
JUDGED = re.compile(r"`((?:CVE|GHSA|PYSEC)-[\w-]+)`")
PATIENCE_SECONDS = "60"


def pinned(name: str, options: list[str]) -> list[Path]:
    """Write what a lock file pins and return the files.

    A library that is pinned by platform stands in as many files as it has versions: pip-audit
    takes one version a file.
    """
    command = [str(UV), "export", "--frozen", "--no-hashes", "--no-emit-project", "--quiet"]
    told = subprocess.run(
        [*command, *options], cwd=ROOT, check=True, capture_output=True, text=True
    )
    lines = [line.split(";")[0].strip() for line in told.stdout.splitlines()]
    versions: dict[str, list[str]] = {}
    for pin in sorted({line for line in lines if "==" in line and not line.startswith("#")}):
        versions.setdefault(pin.partition("==")[0], []).append(pin)
    files = []
    for number in range(max(map(len, versions.values()))):
        path = ROOT / "var/tmp" / f"audit-{name}-{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        pins = [found[number] for found in versions.values() if len(found) > number]
        path.write_text("\n".join(pins) + "\n", encoding="utf-8")
        files.append(path)
    return files


def audited(path: Path) -> list[dict[str, Any]]:
    """Return what pip-audit says of each library."""
    command = [str(PIP_AUDIT), "--requirement", str(path), "--no-deps", "--disable-pip"]
    options = ["--progress-spinner", "off", "--format", "json", "--timeout", PATIENCE_SECONDS]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True)
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        sys.exit(f"pip-audit gave no answer:\n{done.stderr[-2000:]}")
    return found


def judged(text: str) -> set[str]:
    """Return the ids that a page judges."""
    return set(JUDGED.findall(text))


def open_findings(libraries: list[dict[str, Any]], known: set[str]) -> list[str]:
    """Return a line for each advisory that nobody has judged."""
    return [
        f"{each['name']} {each['version']}: {advisory['id']} "
        f"(mended in {', '.join(advisory['fix_versions']) or 'nothing yet'})"
        for each in libraries
        for advisory in each.get("vulns", ())
        if not {advisory["id"], *advisory.get("aliases", ())} & known
    ]


def main() -> int:
    """Audit both environments and print what is open."""
    known = judged((ROOT / "docs/security.md").read_text(encoding="utf-8"))
    status = 0
    for name, options in ENVIRONMENTS.items():
        libraries = [each for path in pinned(name, options) for each in audited(path)]
        skipped = [each for each in libraries if "skip_reason" in each]
        findings = open_findings(libraries, known)
        for line in findings:
            print(f"{name}: {line} is not judged in docs/security.md")
        print(
            f"{name}: {len(libraries)} libraries, {len(skipped)} could not be looked up, "
            f"{len(findings)} findings open"
        )
        status = max(status, 2 if skipped else 0, 1 if findings else 0)
    return status


if __name__ == "__main__":
    sys.exit(main())
