"""What can go wrong, one class a fact; the class's docstring is the message."""

from typing import ClassVar


class JieyouError(Exception):
    """Something went wrong in the complaint desk."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(detail)

    def __str__(self) -> str:
        message = (type(self).__doc__ or "").strip().splitlines()[0]
        return f"{message} {self.detail}".strip()


class SettingsError(JieyouError):
    """A setting is missing or has a bad value:"""

    def __init__(self, name: str, detail: str) -> None:
        self.name = name
        super().__init__(f"{name}: {detail}")


class PolicyError(JieyouError):
    """The policy cannot be used:"""


class RecordInvalid(JieyouError):
    """The record cannot be filed:"""

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        super().__init__(f"{field}: {detail}")


class _CaseError(JieyouError):
    """Something is wrong with a case:"""

    def __init__(self, case_no: str) -> None:
        self.case_no = case_no
        super().__init__(case_no)


class CaseNotFound(_CaseError):
    """No case has this number:"""


class CaseNumberTaken(_CaseError):
    """Another case has this number already:"""


class IntakeNotOpen(JieyouError):
    """This intake is not one that can be filed in its conversation:"""

    def __init__(self, intake_id: str) -> None:
        self.intake_id = intake_id
        super().__init__(intake_id)


class ConversationNotFound(JieyouError):
    """No conversation has this id:"""

    def __init__(self, conversation_id: str) -> None:
        self.conversation_id = conversation_id
        super().__init__(conversation_id)


class TakeoverRefused(JieyouError):
    """This cannot be done with the conversation now:"""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class AccountRefused(JieyouError):
    """The account cannot be changed like this:"""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class LoginRefused(JieyouError):
    """Username and password do not match an active account."""


class MessageNotFound(JieyouError):
    """No message has this id:"""


class IdempotencyKeyReused(JieyouError):
    """The idempotency key was used before with other contents."""


class CursorInvalid(JieyouError):
    """The cursor is not one that a listing returned."""


class StatusRefused(JieyouError):
    """The case number and the last four digits do not match a case."""


class TooManyAttempts(JieyouError):
    """Too many wrong attempts to read a case's state; wait before the next one."""


class ClockWouldGoBack(JieyouError):
    """The product's clock never goes back:"""


class StepInvalid(JieyouError):
    """The step cannot be done:"""

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        super().__init__(f"{field}: {detail}")


class CustomerNotReachable(_CaseError):
    """The customer has neither a conversation nor an e-mail address; call, then record the call:"""


class NoticeNotFound(JieyouError):
    """No notice has this number, or not in that state:"""


class DeliveryFailed(JieyouError):
    """A notice could not be delivered and is tried again:"""


class Undeliverable(JieyouError):
    """A notice can never be delivered:"""


class OrdersUnreadable(JieyouError):
    """The file of orders cannot be read:"""


class ApprovalInvalid(JieyouError):
    """The approval cannot be stored:"""


class ApprovalNotFound(JieyouError):
    """No approval has this id:"""


class AuthorityExceeded(JieyouError):
    """This is beyond the authority of the role:"""


class StorageError(JieyouError):
    """The database refused an operation:"""

    retryable: ClassVar[bool] = False


class StorageUnavailable(StorageError):
    """The database does not answer:"""

    retryable = True


class StorageFull(StorageUnavailable):
    """The database has no room left on its disk:"""


class StorageConflict(StorageError):
    """Another transaction stored the same thing first:"""

    retryable = True
