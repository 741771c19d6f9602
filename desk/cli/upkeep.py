"""`jieyou backup`, `jieyou restore` and `jieyou erase`."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.cli.failing import fail

if TYPE_CHECKING:
    from casework.settings import Settings
    from desk.cli.backup_archive import Manifest

Archive = Annotated[Path, typer.Argument(help="The file, such as jieyou-2026-11-25.jieyou.")]


def backup(file: Archive) -> None:
    """Store databases, policy and versions in one new file; customers are served meanwhile."""
    from casework.errors import JieyouError
    from desk.cli.backup import backup as make_backup
    from desk.cli.backup_archive import SUFFIX, BackupUnusable
    from desk.cli.environment import current

    if file.suffix != SUFFIX:
        file = file.with_name(file.name + SUFFIX)
    try:
        environ, settings = current()
        manifest = make_backup(environ, settings, file)
    except (JieyouError, BackupUnusable) as error:
        fail(f"No backup was made: {error}")
    size = file.stat().st_size / 1_000_000
    print(f"{file}: {manifest.kind}, revision {manifest.revision}, {size:.1f} MB, checked")


def restore(file: Archive) -> None:
    """Bring a backup into an empty database; nothing may be running on it."""
    from casework.errors import JieyouError
    from desk.cli.backup import differences
    from desk.cli.backup import restore as bring_back
    from desk.cli.backup_archive import BackupUnusable
    from desk.cli.environment import current
    from desk.cli.run import CannotRun, only_one

    try:
        environ, settings = current()
        with only_one(settings.var / "run" / "supervisor.lock"):
            manifest = bring_back(environ, settings, file)
            repeated = _erased_again(environ, settings, manifest, file)
    except (JieyouError, BackupUnusable, CannotRun) as error:
        fail(f"Nothing was restored: {error}")
    for line in differences(manifest, settings):
        print(line)
    print(f"restored: {manifest.kind} of {manifest.created_at}, revision {manifest.revision}")
    print(f"{repeated} erasures made since then were done again (var/erased.jsonl)")


def _erased_again(
    environ: Mapping[str, str], settings: "Settings", manifest: "Manifest", file: Path
) -> int:
    """Erase whoever was erased since a backup that was brought back; return how many that were."""
    from datetime import datetime

    from casework.errors import JieyouError
    from desk.cli.erasing import Erasure

    try:
        erasure = Erasure(environ, settings)
        try:
            made = datetime.fromisoformat(manifest.created_at)
            return erasure.repeat(made, by=f"restore {file.name}")
        finally:
            erasure.close()
    except JieyouError as error:
        fail(
            f"Everything was restored, but not everybody erased since was erased again: {error}. "
            "Erase them again before you start (var/erased.jsonl has their cases' numbers)."
        )


def erase(
    who: Annotated[str, typer.Argument(help="A conversation's id, case number, phone or e-mail.")],
    yes: Annotated[bool, typer.Option("--yes", help="Erase; without it it is only shown.")] = False,
    only: Annotated[
        bool, typer.Option("--only", help="Not what else has the same phone or e-mail.")
    ] = False,
    by: Annotated[str, typer.Option("--by", help="Who does it.", envvar="USER")] = "",
) -> None:
    """Find everything that is stored of a customer, show it, and with --yes remove it for good.

    Cases stay with number, dates, category and grade. The status is 1 where nobody was found,
    and 4 where something of the person can still be found.
    """
    from casework.erasing import Wanted
    from casework.errors import JieyouError
    from desk.cli.environment import current
    from desk.cli.erasing import Erasure

    wanted = Wanted.read(who)
    try:
        environ, settings = current()
        erasure = Erasure(environ, settings)
        try:
            if not erasure.show(wanted, follow=not only):
                fail("Nobody was found.")
            if not yes:
                print("nothing was changed; --yes erases all of it")
                return
            outcome = erasure.erase(wanted, follow=not only, by=by)
        finally:
            erasure.close()
    except JieyouError as error:
        fail(str(error))
    if not outcome.complete:
        raise typer.Exit(4)


def move(
    target: Annotated[str, typer.Argument(help="An empty database, such as postgresql://….")],
) -> None:
    """Carry everything from JIEYOU_DATABASE_URL into another, empty database; nothing may run.

    The source stays as it is. Afterwards set JIEYOU_DATABASE_URL to the target.
    """
    from casework.errors import JieyouError
    from casework.settings import Settings
    from casework.storage.moving import move as carry
    from casework.storage.moving import move_trackers
    from desk.cli.backup import is_empty
    from desk.cli.environment import current, tracker_url
    from desk.cli.run import CannotRun, only_one

    try:
        environ, settings = current()
        there = Settings.from_env({**environ, "JIEYOU_DATABASE_URL": target})
        if not is_empty(target):
            fail("Nothing was moved: the target is not empty.")
        with only_one(settings.var / "run" / "supervisor.lock"):
            rows = carry(settings.database_url, target)
            here, new = tracker_url(environ, settings), tracker_url(environ, there)
            # Where JIEYOU_TRACKER_URL names a place, they stay there.
            events = move_trackers(here, new) if here != new else 0
    except CannotRun as error:
        fail(f"Nothing was moved: {error}")
    except JieyouError as error:
        fail(f"The move failed, create the target anew before the next one: {error}")
    for name, count in rows.items():
        if count:
            print(f"{count:>8}  {name}")
    print(f"{events:>8}  Rasa's events")
    print("set JIEYOU_DATABASE_URL to the target before the next start")
