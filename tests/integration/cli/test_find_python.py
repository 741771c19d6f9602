"""The search for an interpreter passes over those that exist and do not start."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def find(wanted: str, path: Path, *first: str) -> "subprocess.CompletedProcess[str]":
    env = {"PATH": f"{path}:/usr/bin:/bin", "HOME": str(path), "PYENV_ROOT": str(path / "pyenv")}
    command = [str(ROOT / "tools/find-python"), wanted, *first]
    return subprocess.run(command, capture_output=True, text=True, env=env)


def shim(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def test_a_shim_that_refuses_to_start_is_passed_over(tmp_path: Path) -> None:
    shim(tmp_path, f"python{VERSION}", "#!/bin/sh\necho no such version >&2\nexit 127\n")
    versions = tmp_path / "pyenv/versions" / f"{VERSION}.99/bin"
    versions.mkdir(parents=True)
    real = Path(os.path.realpath(sys.executable))
    shim(versions, f"python{VERSION}", f'#!/bin/sh\nexec "{real}" "$@"\n')
    found = find(VERSION, tmp_path)
    assert found.returncode == 0
    assert Path(found.stdout.strip()).exists()


def test_the_one_that_is_named_comes_first(tmp_path: Path) -> None:
    found = find(VERSION, tmp_path, os.path.realpath(sys.executable))
    assert found.returncode == 0
    assert VERSION in found.stdout


def test_nothing_is_found_where_there_is_nothing(tmp_path: Path) -> None:
    found = find("3.99", tmp_path)
    assert (found.returncode, found.stdout) == (1, "")
