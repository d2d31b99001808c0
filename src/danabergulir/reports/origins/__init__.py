"""What the figures of reports are made of: rule, formula and parts, down to vouchers and schedule rows.

A module of this room is imported when somebody asks about a figure, so that a report that nobody asks about does not
wait for it: builders say ``origins.loans.outstanding(book)`` in a function of their own.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from danabergulir.reports.origins import (
        accounts,
        assets,
        classes,
        indicators,
        letters,
        loans,
        reached,
        register,
        rw,
        savings,
        social,
        summary,
        vouchers,
        year,
    )

__all__ = [
    "accounts",
    "assets",
    "classes",
    "indicators",
    "letters",
    "loans",
    "reached",
    "register",
    "rw",
    "savings",
    "social",
    "summary",
    "vouchers",
    "year",
]


def __getattr__(name: str) -> ModuleType:
    """Return a module of the room, imported now."""
    if name not in __all__:
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")
