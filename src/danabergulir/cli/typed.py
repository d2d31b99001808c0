"""Readers of what registers hold, for options and arguments; they raise ``UsageError``.

The readers themselves are shared with the imports, so that a value is read the same way wherever it comes from.
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.options import read_date

if TYPE_CHECKING:
    from danabergulir.domain.accounts import AccountClass, Role
    from danabergulir.money import Rupiah

    Class: TypeAlias = AccountClass
    Roles: TypeAlias = frozenset[Role]
    YesNo: TypeAlias = bool
    Turnover: TypeAlias = Rupiah
else:
    # With a parser typer needs no class, so none is imported.
    Class = Roles = YesNo = Turnover = object


def read_name(word: str) -> str:
    """Return a name or code, which is never empty."""
    from danabergulir.operations import typed_values

    return typed_values.read_name(word)


def read_text(word: str) -> str:
    """Return free text, which may be empty."""
    from danabergulir.operations import typed_values

    return typed_values.read_text(word)


def read_phone(word: str) -> str:
    """Return a phone number, or the empty word."""
    from danabergulir.operations import typed_values

    return typed_values.read_phone(word)


def read_yes_no(word: str) -> bool:
    """Return whether the word says yes."""
    from danabergulir.operations import typed_values

    return typed_values.read_yes_no(word)


def read_gender(word: str) -> str:
    """Return ``P`` or ``L``."""
    from danabergulir.operations import typed_values

    return typed_values.read_gender(word)


def read_nik(word: str) -> str:
    """Return a NIK of sixteen digits."""
    from danabergulir.operations import typed_values

    return typed_values.read_nik(word)


def read_turnover(word: str) -> "Turnover":
    """Return an amount that may be nil, in rupiah."""
    from danabergulir.operations import typed_values

    return typed_values.read_paid(word)


def read_class(word: str) -> "Class":
    """Return the class of an account."""
    from danabergulir.operations import typed_values

    return typed_values.read_account_class(word)


def read_roles(words: str) -> "Roles":
    """Return the roles of an account, separated by blanks; none for the empty word."""
    from danabergulir.operations import typed_values

    return typed_values.read_roles(words)
