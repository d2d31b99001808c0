"""The tables, columns only. Constraints and append-only triggers stand in the migrations, as plain SQL.

Nothing is ever updated or deleted. Registers (profile, policy, accounts, KSM, members) keep versions by ``dated_on``;
the newest version on or before a date is the one in force then. Amounts are whole rupiah.

A module of this room is imported when a row of it is first written: the class of a table takes milliseconds to make.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from danabergulir.ledger.tables import answering as answering
    from danabergulir.ledger.tables import assets as assets
    from danabergulir.ledger.tables import book as book
    from danabergulir.ledger.tables import chain as chain
    from danabergulir.ledger.tables import closings as closings
    from danabergulir.ledger.tables import groups as groups
    from danabergulir.ledger.tables import journal as journal
    from danabergulir.ledger.tables import loans as loans
    from danabergulir.ledger.tables import proposals as proposals
    from danabergulir.ledger.tables import records as records
    from danabergulir.ledger.tables import reminders as reminders
    from danabergulir.ledger.tables import sanctions as sanctions


def __getattr__(name: str) -> ModuleType:
    if name.startswith("_"):
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")
