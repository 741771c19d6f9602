"""What the desk's pages ask about people: oneself, accounts, and notes on cases."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Path, Request
from fastapi.exceptions import HTTPException
from pydantic import BaseModel, Field

from casework.model import Account, AuditEntry, Permission, Presence
from desk.console.identity import Guard, Visitor
from desk.console.parts import Console, console_of
from desk.gateway.text import Malformed, TooLarge, clean_text

router: Final = APIRouter(prefix="/api/v1/desk", include_in_schema=False)
Anybody = Annotated[Visitor, Depends(Guard())]
Manager = Annotated[Visitor, Depends(Guard(Permission.ACCOUNTS_MANAGE))]
Noter = Annotated[Visitor, Depends(Guard(Permission.CASES_NOTE))]
Id = Annotated[str, Path(max_length=100)]
LONGEST_NOTE: Final = 4000


class Here(BaseModel):
    """Whether somebody takes conversations."""

    presence: Presence


class AccountValues(BaseModel):
    """What an administrator sets of an account."""

    display_name: Annotated[str | None, Field(max_length=60)] = None
    role: Literal["agent", "supervisor", "manager", "administrator"] | None = None
    languages: Annotated[list[Literal["zh", "en"]] | None, Field(max_length=2)] = None
    skills: Annotated[list[str] | None, Field(max_length=20)] = None
    chat_limit: Annotated[int | None, Field(ge=1, le=50)] = None
    is_active: bool | None = None


class NewAccount(AccountValues):
    """A new account."""

    username: Annotated[str, Field(min_length=1, max_length=40)]


class NoteText(BaseModel):
    """A note on a case."""

    text: Annotated[str, Field(max_length=LONGEST_NOTE)]


@router.get("/me")
async def me(request: Request, visitor: Anybody) -> dict[str, Any]:
    """Return who the visitor is and what they may do."""
    console = console_of(request)
    allowed = [one for one in Permission if visitor.may(console, one)]
    return {**shown_account(visitor.account), "permissions": [str(one) for one in allowed]}


@router.post("/me/presence")
async def set_presence(request: Request, visitor: Anybody, here: Here) -> dict[str, Any]:
    """Note whether the visitor takes conversations."""
    console = console_of(request)
    return shown_account(
        await console.storage.run(
            lambda: console.accounts.set_presence(visitor.account, here.presence)
        )
    )


@router.post("/accounts", status_code=201)
async def create_account(request: Request, visitor: Manager, new: NewAccount) -> dict[str, Any]:
    """Create an account; its one-time password is told this once."""
    console = console_of(request)
    values = new.model_dump(exclude_none=True)
    values.setdefault("display_name", new.username)
    account, password = await console.slow.run(
        lambda: console.accounts.create(visitor.account, values)
    )
    return {**shown_account(account), "password": password}


@router.patch("/accounts/{account_id}")
async def change_account(
    request: Request, visitor: Manager, account_id: Id, values: AccountValues
) -> dict[str, Any]:
    """Change an account; a new role or an end takes effect at once, in its open pages too."""
    console = console_of(request)
    changed = await console.storage.run(
        lambda: console.accounts.change(
            visitor.account, account_id, values.model_dump(exclude_none=True)
        )
    )
    await console.floor.dismissed(account_id)
    return shown_account(changed)


@router.post("/accounts/{account_id}/password")
async def reset_password(request: Request, visitor: Manager, account_id: Id) -> dict[str, Any]:
    """Give an account a one-time password, told this once, and end its sessions."""
    console = console_of(request)
    password = await console.slow.run(
        lambda: console.accounts.reset_password(visitor.account, account_id)
    )
    await console.floor.dismissed(account_id)
    return {"password": password}


@router.post("/cases/{case_no}/notes", status_code=204)
async def add_note(request: Request, visitor: Noter, case_no: Id, note: NoteText) -> None:
    """Add a note to a case."""
    console = console_of(request)
    try:
        text = clean_text(note.text)
    except (Malformed, TooLarge) as error:
        raise HTTPException(422, str(error)) from error
    author = f"desk:{visitor.account.username}"
    await console.storage.run(lambda: console.cases.supplement(case_no, author, text))
    await console.storage.run(lambda: _trail(console, visitor.account, case_no))


def shown_account(account: Account) -> dict[str, Any]:
    """Return an account without what nobody needs to know."""
    return {
        "id": account.id,
        "username": account.username,
        "display_name": account.display_name,
        "role": str(account.role),
        "languages": list(account.languages),
        "skills": list(account.skills),
        "chat_limit": account.chat_limit,
        "is_active": account.is_active,
        "presence": str(account.presence),
        "must_change_password": account.must_change_password,
    }


def _trail(console: Console, account: Account, case_no: str) -> None:
    with console.uow_factory() as uow:
        uow.audit.add(AuditEntry.by(account, console.clock.now(), "case.noted", case_no))
        uow.commit()
