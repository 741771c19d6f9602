"""The file of a backup: a tar of the databases, the policy, and a manifest with their sums."""

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

SUFFIX: Final = ".jieyou"
MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
PIECE: Final = 1024 * 1024
OWNER_ONLY: Final = 0o600
LARGEST_MANIFEST: Final = 1024 * 1024


class BackupUnusable(Exception):
    """The backup cannot be made or used; the message is one line that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself; `sums` are the SHA-256 digests of its other members."""

    format: int
    kind: str
    created_at: str
    revision: str
    policy_version: str
    model: str
    server: str
    sums: Mapping[str, str]

    def text(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        """Return the manifest that a text holds; raise `BackupUnusable` where it holds none."""
        try:
            given: dict[str, Any] = json.loads(text)
            manifest = cls(**given)
        except (ValueError, TypeError) as error:
            raise BackupUnusable("the manifest cannot be read: it is no backup of ours") from error
        if manifest.format != FORMAT:
            raise BackupUnusable(f"its format is {manifest.format}; this release reads {FORMAT}")
        return manifest


def sum_of(path: Path) -> str:
    """Return the SHA-256 digest of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_archive(target: Path, manifest: Manifest, members: Mapping[str, Path]) -> None:
    """Write the archive beside its place and move it there whole, for its owner alone."""
    half = target.with_name(f".{target.name}.half")
    half.touch(OWNER_ONLY)
    half.chmod(OWNER_ONLY)
    try:
        with tarfile.open(half, "w:gz", compresslevel=6) as archive:
            told = manifest.text().encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(told)
            entry.mode = OWNER_ONLY
            archive.addfile(entry, io.BytesIO(told))
            for name, path in members.items():
                archive.add(path, name, recursive=False)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def open_archive(source: Path, folder: Path) -> Manifest:
    """Unpack an archive into a folder and check every member against its sum.

    Raises:
        BackupUnusable: it is no backup, a member is missing, or one is not what was stored.
    """
    try:
        with tarfile.open(source, "r:gz") as archive:
            first = archive.next()
            if first is None or first.name != MANIFEST or first.size > LARGEST_MANIFEST:
                raise BackupUnusable("it holds no manifest: it is no backup of ours")
            told = archive.extractfile(first)
            manifest = Manifest.read(told.read() if told else b"")
            for name in manifest.sums:
                _unpack(archive, name, folder / name)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise BackupUnusable(f"it cannot be read to its end ({type(error).__name__})") from error
    for name, wanted in manifest.sums.items():
        if sum_of(folder / name) != wanted:
            raise BackupUnusable(f"{name} is not what was stored: its sum differs")
    return manifest


def _unpack(archive: tarfile.TarFile, name: str, path: Path) -> None:
    # A name with a folder in it is none of ours, and might lead out of the folder.
    if Path(name).name != name:
        raise BackupUnusable(f"{name!r} is no member of a backup")
    try:
        member = archive.extractfile(name)
    except KeyError as error:
        raise BackupUnusable(f"{name} is missing") from error
    if member is None:
        raise BackupUnusable(f"{name} is no file")
    with path.open("wb") as file:
        path.chmod(OWNER_ONLY)
        while piece := member.read(PIECE):
            file.write(piece)
