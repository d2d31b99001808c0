"""What the books keep although it is doubtful, found by SQL: days below nil, rows twice, jasa that vanished.

Older versions of the program let it in, or a person has insisted on it.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from sqlite3 import Connection
from typing import Final

from danabergulir.dates import format_long
from danabergulir.domain.accounts import Chart
from danabergulir.domain.checks import Checked, Result, in_rupiah
from danabergulir.domain.journal import BY_HAND
from danabergulir.domain.limits import Dip, Limit, unfit_by_hand
from danabergulir.domain.loans.schedule import AgreementKind
from danabergulir.domain.slips import Reviews, Slip, looked_through
from danabergulir.frozen import Struct
from danabergulir.ledger.read import limits
from danabergulir.ledger.read.loan_moves import OF_PRINCIPAL, RECEIVED, own
from danabergulir.money import NIL, Rupiah, format_rupiah


class Search(Struct, frozen=True):
    """One check and the slips it found; ``otherwise`` is what slips that nobody decided about come to."""

    name: str
    sound: str
    slips: Sequence[Slip]
    otherwise: Result = Result.WRONG

    def checked(self, reviews: Reviews) -> Checked:
        """Return the check in the light of what was decided."""
        return looked_through(self.name, self.sound, self.slips, reviews, otherwise=self.otherwise)


_NAMES: Final = {
    Limit.PRINCIPAL: "Saldo pokok pinjaman",
    Limit.WRITTEN_OFF: "Sisa hapus buku",
    Limit.SAVINGS: "Tabungan tiap KSM",
    Limit.MONEY: "Kas dan bank tiap hari",
    Limit.EARMARKED: "Titipan, dana UPS dan UPL",
    Limit.ACCOUNT: "Aset dan kewajiban lain",
    Limit.BOOK_VALUE: "Nilai inventaris",
    Limit.RESULT: "Pendapatan dan biaya",
}


def searches(connection: Connection, chart: Chart, last: date) -> Iterator[Search]:
    """Yield every search over the days up to ``last``."""
    dips = limits.dips(connection, chart, last=last, of=tuple(Limit))
    beyond = limits.outgrown(connection, chart, dips, last)
    for limit, name in _NAMES.items():
        slips = [_dip_slip(dip, chart, beyond.get(dip.code)) for dip in dips if dip.limit is limit]
        otherwise = Result.WRONG if limit.is_hard else Result.NOTE
        yield Search(name, "Tidak ada hari yang berakhir di bawah nol.", slips, otherwise)
    sound = "Tidak ada baris yang sama dari dua impor."
    yield Search("Baris impor dua kali", sound, tuple(_twice(connection, last)))
    sound = "Tidak ada pinjaman yang pokoknya lunas sedangkan jasanya belum."
    yield Search("Jasa yang belum dibayar", sound, tuple(_vanished(connection, chart, last)), Result.NOTE)
    sound = "Semua akun dipakai sebagaimana mestinya."
    yield Search("Akun yang dicatat langsung", sound, tuple(_by_hand(connection, chart, last)), Result.NOTE)


def _dip_slip(dip: Dip, chart: Chart, decided: Rupiah | None) -> Slip:
    """Return what to say of a dip; ``decided`` is what it may be below nil where it is more, else None."""
    look = f"Lihat: danabergulir {dip.where}"
    if dip.limit.is_hard:
        mend = f"Batalkan bukti yang salah pada tanggalnya sendiri: danabergulir batal BUKTI. {look}"
    elif dip.limit in (Limit.ACCOUNT, Limit.RESULT):
        mend = f"Mungkin salah akun, atau debit dan kreditnya tertukar. {look}"
    elif dip.limit is Limit.BOOK_VALUE:
        mend = f"Mungkin pembelian inventarisnya belum dicatat, atau penyusutannya terlalu banyak. {look}"
    elif dip.limit is Limit.EARMARKED:
        mend = f"Mungkin ada uang masuk yang belum dicatat, atau yang keluar belum diputuskan. {look}"
    else:
        mend = f"Mungkin ada uang masuk yang belum dicatat. {look}"
    told, lasting = dip.story(chart), dip.limit.is_hard and dip.above_from is None
    if decided is not None:
        told += f", yang diputuskan hanya {format_rupiah(decided)}" if decided else ", keputusannya tidak berlaku lagi"
    return Slip(dip.code, told, dip.voucher, mend, lasting=lasting, outgrown=decided is not None)


_TWICE: Final = """
    WITH imported AS (
        SELECT sequence, number, v.recorded_at, v.dated_on, event, v.loan, memo, sum(amount) AS amount,
               min(debit) AS debit, iif(v.loan IS NULL, min(credit), '') AS credit
        FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
        WHERE v.recorded_at IN (SELECT recorded_at FROM import_file WHERE kind = 'transaksi' AND NOT compared)
          AND external_ref IS NULL AND reverses IS NULL
          AND number NOT IN (SELECT reverses FROM voucher WHERE reverses IS NOT NULL)
        GROUP BY sequence
    ), numbered AS (
        SELECT *, row_number() OVER (
            PARTITION BY recorded_at, dated_on, event, loan, memo, amount, debit, credit ORDER BY sequence
        ) AS nth FROM imported
    ), paired AS (
        SELECT *, first_value(number) OVER w AS earlier, first_value(recorded_at) OVER w AS earlier_at FROM numbered
        WINDOW w AS (PARTITION BY nth, dated_on, event, loan, memo, amount, debit, credit ORDER BY sequence)
    )
    SELECT number, earlier, dated_on, amount FROM paired
    WHERE recorded_at > earlier_at AND dated_on <= :last ORDER BY sequence
"""
"""Rows of one import that an earlier import has too. Of a receipt the parts may differ: the second fell on what was
owed next. The same row twice in one file is no slip: two equal payments on a day happen."""


def _twice(connection: Connection, last: date) -> Iterator[Slip]:
    for number, earlier, day, amount in connection.execute(_TWICE, {"last": last.isoformat()}):
        told = f"{in_rupiah(amount)} pada {format_long(date.fromisoformat(day))} sama dengan {earlier}"
        yield Slip(f"ganda:{number}", told, number, f'Bila memang dua kali: danabergulir batal {number} --alasan "..."')


_VANISHED: Final = f"""
    WITH sums AS (
        SELECT loan, component, debit, max(dated_on) AS dated_on, sum(amount) AS amount
        FROM transfer WHERE loan IS NOT NULL AND dated_on <= :last
            AND (component IN {OF_PRINCIPAL} OR component = 'jasa')
        GROUP BY loan, component, debit
    ), signed AS (
        SELECT loan, component, dated_on, {RECEIVED} AS amount FROM sums
    ), ended AS (
        SELECT loan, max(dated_on) FILTER (WHERE component = 'pokok') AS ended_on,
               coalesce(sum(amount) FILTER (WHERE component = 'jasa'), 0) AS jasa
        FROM signed GROUP BY loan
        HAVING sum(amount) FILTER (WHERE component <> 'jasa') = 0 AND sum(amount) FILTER (WHERE component = 'pokok') > 0
    ), judged AS (
        SELECT ended.*, jasa_paid_before, (SELECT max(version) FROM schedule WHERE loan = ended.loan) AS version
        FROM ended JOIN loan ON loan.number = ended.loan
    )
    SELECT judged.loan, ended_on, (
        SELECT number FROM voucher JOIN transfer ON voucher = sequence
        WHERE transfer.loan = judged.loan AND transfer.dated_on <= :last
            AND (component IN {OF_PRINCIPAL} OR component = 'jasa')
        ORDER BY sequence DESC LIMIT 1
    ), (
        SELECT total(jasa) FROM instalment AS i
        WHERE i.loan = judged.loan AND i.version = judged.version AND due_on <= ended_on
    ) - jasa_paid_before - judged.jasa AS missing
    FROM judged JOIN schedule ON schedule.loan = judged.loan AND schedule.version = judged.version
    WHERE missing > 0 AND schedule.kind NOT IN (:settled, :written_off) ORDER BY judged.loan
"""  # noqa: S608 - our own words
"""Loans paid back by their receipts alone, of whose instalments due by then jasa is unpaid."""


def _vanished(connection: Connection, chart: Chart, last: date) -> Iterator[Slip]:
    bounds = {
        "own": own(chart),
        "settled": AgreementKind.SETTLED.value,
        "written_off": AgreementKind.WRITTEN_OFF.value,
        "last": last.isoformat(),
    }
    for loan, ended_on, number, missing in connection.execute(_VANISHED, bounds):
        day = format_long(date.fromisoformat(ended_on))
        told = f"pinjaman {loan}: pokok lunas pada {day}, jasa {in_rupiah(int(missing))} belum dibayar"
        yield Slip(f"jasa:{loan}", told, number, f"Catat bila dibayar: danabergulir terima {loan} JUMLAH --jasa JUMLAH")


_BY_HAND: Final = """
    FROM voucher AS v CROSS JOIN transfer AS t ON t.voucher = v.sequence
    WHERE t.component IS NULL AND v.dated_on <= :last AND v.event IN (SELECT value FROM json_each(:events))
      AND v.number NOT IN (SELECT reverses FROM voucher WHERE reverses IS NOT NULL)
"""
"""Few vouchers are by hand: SQLite looks for these first, and then for their transfers."""


def _by_hand(connection: Connection, chart: Chart, last: date) -> Iterator[Slip]:
    """Yield what stands in the books although it is refused by hand: recorded with --tetap, or by an older program."""
    bounds = {"last": last.isoformat(), "events": json.dumps(BY_HAND)}
    pairs = [
        (debit, credit)
        for debit, credit in connection.execute(f"SELECT DISTINCT t.debit, t.credit {_BY_HAND}", bounds).fetchall()
        if debit in chart and credit in chart and unfit_by_hand(chart[debit], chart[credit], NIL)
    ]
    query = f"""SELECT v.number, v.dated_on, t.debit, t.credit, t.amount {_BY_HAND}
        AND (t.debit, t.credit) IN (SELECT value ->> 0, value ->> 1 FROM json_each(:pairs))
        ORDER BY v.dated_on, v.sequence"""  # noqa: S608
    for number, day, debit, credit, amount in connection.execute(query, {**bounds, "pairs": json.dumps(pairs)}):
        found = unfit_by_hand(chart[debit], chart[credit], Rupiah(amount))
        assert found is not None, (debit, credit)
        told = f"{number} pada {format_long(date.fromisoformat(day))}: {found.told}"
        mend = f'Bila salah: danabergulir batal {number} --alasan "...". {found.way.rstrip(".")}'
        yield Slip(f"{found.sort}:{number}", told, number, mend)
