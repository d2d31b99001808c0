"""What taking back a voucher brings to life again: the agreement that a settlement or write-off had ended."""

from datetime import date
from typing import Final

from danabergulir.dates import END_OF_TIME
from danabergulir.domain.journal import Event, Voucher
from danabergulir.domain.schedule import AgreementKind
from danabergulir.errors import RefusedError
from danabergulir.ledger import loan_history, loan_sums
from danabergulir.money import NIL
from danabergulir.operations.desk import Desk

_ENDED_BY: Final = {Event.SETTLEMENT: AgreementKind.SETTLED, Event.WRITE_OFF: AgreementKind.WRITTEN_OFF}


def restore_agreement(desk: Desk, victim: Voucher, dated_on: date) -> None:
    """Put the former agreement in force again from the day on which a settlement or write-off is taken back.

    Other vouchers end no agreement. Raises ``RefusedError`` when something was built on the end of the loan.
    """
    kind, number = _ENDED_BY.get(victim.posting.event), victim.posting.loan
    if kind is None:
        return
    assert number is not None, victim.number
    former, newest = loan_history.agreements(desk.session, number, END_OF_TIME)[-2:]
    if newest.kind is not kind:
        raise RefusedError(
            f"pinjaman {number} sudah dijadwal ulang sesudah {victim.number}, tidak dapat dibatalkan lagi",
            f"Lihat: danabergulir pinjaman jadwal {number}",
        )
    if loan_sums.loan_figures(desk.session, desk.chart, END_OF_TIME, number).recovered > NIL:
        raise RefusedError(
            f"pinjaman {number} sudah dibayar lagi sesudah hapus buku, {victim.number} tidak dapat dibatalkan",
            f"Batalkan dulu setorannya. Lihat: danabergulir pinjaman kartu {number}",
        )
    desk.writer.add_schedule(
        number,
        newest.version + 1,
        dated_on,
        AgreementKind.RESTORED.value,
        former.lines,
        former.decision,
        former.missed_before,
    )
