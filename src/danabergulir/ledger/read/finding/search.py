"""Looking a word up in vouchers, loans and letters."""

from collections.abc import Iterator
from sqlite3 import Connection
from typing import Any, Final

from danabergulir.domain.search import folded
from danabergulir.ledger.read.sql import rows
from danabergulir.money import Rupiah

_VOUCHERS: Final = """
    WITH summed AS (SELECT voucher, sum(amount) AS amount FROM transfer GROUP BY voucher)
    SELECT v.number, v.dated_on, v.party, v.memo, v.external_ref, summed.amount
    FROM voucher AS v JOIN summed ON summed.voucher = v.sequence
    WHERE instr(folded(v.number || '|' || v.party || '|' || v.memo || '|' || coalesce(v.external_ref, '')), :word)
       OR summed.amount = :amount
    ORDER BY v.dated_on DESC, v.sequence DESC
"""
_LOANS: Final = """
    SELECT number, ksm, principal, disbursed_on, folded(number || '|' || decision || '|' || remark) AS words
    FROM loan
"""
_LETTERS: Final = """
    SELECT number, letter, ksm, name, dated_on, loan,
           folded(number || '|' || letter || '|' || name || '|' || loan) AS words
    FROM sanction ORDER BY dated_on DESC, number DESC
"""


def vouchers_with(connection: Connection, word: str, amount: Rupiah | None) -> Iterator[Any]:
    """Yield number, day, party, memo, own number and amount of vouchers that hold a folded word or come to an amount.

    The newest come first.
    """
    connection.create_function("folded", 1, folded, deterministic=True)
    return rows(connection, _VOUCHERS, word=word, amount=amount.value if amount else None)


def loans_by_words(connection: Connection) -> Iterator[Any]:
    """Yield number, KSM, principal, day and, folded, the words of every loan."""
    connection.create_function("folded", 1, folded, deterministic=True)
    return rows(connection, _LOANS)


def letters_by_words(connection: Connection) -> Iterator[Any]:
    """Yield number, number on paper, KSM, name, day, loan and, folded, the words of every letter, the newest first."""
    connection.create_function("folded", 1, folded, deterministic=True)
    return rows(connection, _LETTERS)
