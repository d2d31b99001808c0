"""The receipts of a time as their holders can prove them, and how far the chain went on the day that a page shows."""

from datetime import date
from sqlite3 import Connection
from typing import Final

from danabergulir.domain.journal import VoucherKind
from danabergulir.domain.witness.public import Fate, WitnessedReceipt
from danabergulir.ledger.read.sql import rows

_RECEIPTS: Final = """
    SELECT v.number, s.seq - 1 AS place, v.dated_on, v.digest,
        EXISTS (SELECT 1 FROM voucher AS b WHERE b.reverses = v.number AND b.dated_on <= :last) AS reversed,
        EXISTS (SELECT 1 FROM voucher AS c WHERE c.corrects = v.number AND c.dated_on <= :last) AS corrected
    FROM voucher AS v JOIN seal AS s ON s.table_name = 'voucher' AND s.row_key = CAST(v.sequence AS TEXT)
    WHERE v.dated_on BETWEEN :first AND :last AND v.kind = :receipt AND (:ksm IS NULL OR EXISTS (
        SELECT 1 FROM transfer AS t LEFT JOIN loan AS l ON l.number = t.loan
        WHERE t.voucher = v.sequence AND :ksm IN (t.ksm, l.ksm)
    ))
    ORDER BY v.dated_on, v.sequence
"""


def witnessed(connection: Connection, first: date, last: date, ksm: str | None = None) -> list[WitnessedReceipt]:
    """Return the receipts dated from ``first`` to ``last``, of one KSM or all, as they stood on the last day."""
    found = rows(connection, _RECEIPTS, first=first, last=last, receipt=VoucherKind.RECEIPT, ksm=ksm)
    return [
        WitnessedReceipt(
            number=row.number,
            index=row.place,
            dated_on=row.dated_on,
            fate=Fate.REVERSED if row.reversed else Fate.CORRECTED if row.corrected else Fate.STANDS,
            digest=row.digest,
        )
        for row in found
    ]
