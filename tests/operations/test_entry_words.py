"""What entries of the chain are called: no table of the ledger is named to a treasurer as the program names it."""

import pytest

from danabergulir.ledger.file import store
from danabergulir.operations.audit.entry_words import _WORDS, entry_words


def test_every_table_of_the_ledger_has_words():
    """Also one that is added one day."""
    with store.imagined() as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}

    assert {name for name in names if not name.startswith("sqlite_")} == set(_WORDS)


@pytest.mark.parametrize(
    ("table", "key", "words"),
    [
        ("report_receipt", "1", "laporan diterima 1"),
        ("complaint_answer", "3", "jawaban aduan 3"),
        ("schedule", '["P-0001",2]', "jadwal P-0001 2"),
        ("voucher", "BKM-2023-0001", "bukti BKM-2023-0001"),
        ("what nobody has", "[1", "what nobody has [1"),
    ],
)
def test_an_entry_is_named_in_words(table, key, words):
    """Its kind, then its number or name, also where several columns make it."""
    assert entry_words(table, key) == words
