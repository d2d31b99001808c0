"""What can go wrong, said twice: the problem with its value, and what to do about it.

``DanaBergulirError`` stops one command; the command line prints it as ``Galat:`` and ``Saran:`` and exits with its
status. ``Finding`` is a value: one of several things wrong with data that could be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["galat", "peringatan"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with data: which check found it, about what or whom, and what to do.

    ``line`` is the line number in the file read (the header is line 1), or None. A ``peringatan`` is worth a look and
    stops nothing; a ``galat`` stops the import it is found in.
    """

    check: str
    subject: str
    message: str
    hint: str = ""
    line: int | None = None
    severity: Severity = "galat"


class DanaBergulirError(Exception):
    """A command cannot go on. ``message`` and ``hint`` are Indonesian and hold no personal data."""

    exit_status = 1

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class FaultyDataError(DanaBergulirError):
    """The data was read and something is wrong with it; ``findings`` says what, line by line (status 1)."""

    exit_status = 1

    def __init__(self, message: str, hint: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message, hint)
        self.findings = tuple(findings)


class UnsoundBooksError(FaultyDataError):
    """A check over the books fails, so the month cannot be closed; ``findings`` says which (status 4)."""

    exit_status = 4


class UsageError(DanaBergulirError):
    """A value was typed in a way that cannot be understood (status 2)."""

    exit_status = 2


class NotFoundError(DanaBergulirError):
    """No such KSM, loan, voucher or account, or several fit the words given (status 3)."""

    exit_status = 3


class RefusedError(DanaBergulirError):
    """A rule forbids it: nothing was recorded (status 4)."""

    exit_status = 4


class LedgerUnusableError(DanaBergulirError):
    """The ledger file is missing, foreign, damaged, locked, newer or read-only (status 5)."""

    exit_status = 5
