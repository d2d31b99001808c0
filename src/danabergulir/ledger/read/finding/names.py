"""What a shell may finish a word with: numbers, codes and months of a ledger, each with a line about it.

Asked at every press of a key, it opens the file for itself: nothing is brought up to date, waited for or told.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Final

from danabergulir.ledger.file.schema import address


class Named(StrEnum):
    """What in a ledger has a name of its own, with the statement that lists it."""

    KSM = "SELECT code, name, max(id) FROM ksm GROUP BY code ORDER BY code"
    LOAN = """
        SELECT loan.number, ksm.name, max(ksm.id) FROM loan JOIN ksm ON ksm.code = loan.ksm
        GROUP BY loan.number ORDER BY disbursed_on DESC, loan.number DESC
    """
    PROPOSAL = """
        SELECT proposal.number, ksm.name, max(ksm.id) FROM proposal JOIN ksm ON ksm.code = proposal.ksm
        GROUP BY proposal.number ORDER BY proposal.dated_on DESC, proposal.number DESC
    """
    VOUCHER = "SELECT number, party || ' ' || memo FROM voucher WHERE kind <> 'BSA' ORDER BY sequence DESC"
    ACCOUNT = "SELECT code, name, max(id) FROM account GROUP BY code ORDER BY code"
    LETTER = """
        SELECT sanction.number, sanction.name || ' ' || ksm.name, max(ksm.id)
        FROM sanction JOIN ksm ON ksm.code = sanction.ksm GROUP BY sanction.number ORDER BY sanction.number DESC
    """
    RW = "SELECT DISTINCT rw, '' FROM ksm ORDER BY rw"
    MONTH = """
        WITH RECURSIVE month (first) AS (
            SELECT (SELECT max(substr(dated_on, 1, 7)) || '-01' FROM voucher)
            UNION ALL
            SELECT date(first, '-1 month') FROM month WHERE first > (SELECT opened_on FROM book)
        )
        SELECT substr(first, 1, 7), '' FROM month WHERE first IS NOT NULL AND first >= (
            SELECT substr(opened_on, 1, 7) || '-01' FROM book
        )
    """


_MOST: Final = 60
_PATIENCE: Final = 0.2
"""Seconds to wait for another window."""
_LEAST_OF_NAME: Final = 2
_SAFE: Final = re.compile(r"\w[\w./-]*")
_UNSAFE: Final = re.compile(r"[^\w .,/-]+")


def names(path: Path, kinds: Sequence[Named], word: str) -> list[tuple[str, str]]:
    """Return what may stand for a word that is begun, each with a line about it; nothing where no ledger can be read.

    What begins with the word comes first, then what has it in its name. Some shells run what they are handed through
    another reading, so that nothing goes to them but letters, digits, points and strokes: other names are left out, and
    of the line about one such signs are.
    """
    try:
        with closing(sqlite3.connect(address(path, "ro"), uri=True, timeout=_PATIENCE)) as connection:
            known = [row for kind in kinds for row in connection.execute(kind)]
    except (sqlite3.Error, OSError, ValueError):
        return []
    return list(_fitting(known, word.casefold()))[:_MOST]


def _fitting(known: Sequence[tuple[str, str]], word: str) -> Iterator[tuple[str, str]]:
    usable = [(str(row[0]), _UNSAFE.sub(" ", str(row[1]))) for row in known if _SAFE.fullmatch(str(row[0]))]
    begun = [item for item in usable if item[0].casefold().startswith(word)]
    yield from begun
    if len(word) >= _LEAST_OF_NAME:
        yield from (item for item in usable if item not in begun and word in item[1].casefold())
