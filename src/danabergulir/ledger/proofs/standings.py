"""Sums of the whole journal by month, by day and by card, made by SQL: what must agree at any time."""

import sqlite3
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Final

from danabergulir.dates import Month, format_form
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.checks import Checked, JournalSums, Result, in_rupiah, judged
from danabergulir.domain.journal import Component, Event
from danabergulir.frozen import replace
from danabergulir.ledger.read import records, savings
from danabergulir.ledger.read.loan_moves import OF_PRINCIPAL, RECEIVED, own
from danabergulir.money import Rupiah, format_rupiah, total

_BY_MONTH: Final = """
    SELECT substr(dated_on, 1, 7), debit, credit, sum(moved) FROM (
        SELECT debit, credit, dated_on, sum(amount) AS moved FROM transfer
        WHERE dated_on <= ? GROUP BY debit, credit, dated_on
    ) GROUP BY 1, 2, 3 ORDER BY 1
"""
"""First by day, as an index has them in order: many times fewer rows are left to sort."""
_CARRYING: Final = """
    SELECT substr(t.dated_on, 1, 7), t.debit, t.credit, sum(t.amount)
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
    WHERE v.event IN ('saldo awal', 'tutup tahun') AND t.dated_on <= ? GROUP BY 1, 2, 3
"""
_BY_HAND: Final = """
    SELECT sum(iif(t.credit = :jasa, t.amount, -t.amount))
    FROM transfer AS t JOIN voucher AS v ON t.voucher = v.sequence
    WHERE (t.debit = :jasa OR t.credit = :jasa) AND t.loan IS NULL AND t.dated_on <= :day
      AND v.event IN ('kas masuk', 'kas keluar', 'jurnal', 'pembatalan')
"""
"""Jasa that no loan card knows of."""
_ON_CARDS: Final = f"""
    SELECT substr(dated_on, 1, 7),
           sum(CASE WHEN component IN {OF_PRINCIPAL} THEN -{RECEIVED} ELSE 0 END),
           sum(CASE WHEN component = '{Component.JASA}' THEN {RECEIVED} ELSE 0 END)
    FROM transfer
    WHERE loan IS NOT NULL AND dated_on <= :day AND (component IN {OF_PRINCIPAL} OR component = '{Component.JASA}')
    GROUP BY 1
"""  # noqa: S608 - our own words
"""What the loan cards lent and what they earned, month by month."""


def month_ends(connection: sqlite3.Connection, chart: Chart, as_of: date) -> list[JournalSums]:
    """Return what the journal says at the end of each month with an entry, and on ``as_of``, oldest first.

    Jasa by hand is told of the last one only.
    """
    assert (Event.OPENING, Event.YEAR_CLOSE) == ("saldo awal", "tutup tahun")
    day = as_of.isoformat()
    receivable, jasa = chart.with_role(Role.RECEIVABLE).code, chart.with_role(Role.JASA_INCOME).code
    carried: dict[str, int] = {}
    for month, debit, credit, amount in connection.execute(_CARRYING, (day,)):
        carried[month] = carried.get(month, 0) + amount * ((credit == jasa) - (debit == jasa))
    sums = connection.execute(_ON_CARDS, {"own": own(chart), "day": day})
    cards = {month: (lent, earned) for month, lent, earned in sums}
    (by_hand,) = connection.execute(_BY_HAND, {"jasa": jasa, "day": day}).fetchone()
    balances = dict.fromkeys((account.code for account in chart.accounts), 0)
    earned = on_loan_cards = on_jasa_cards = 0
    found = []
    for month, moves in groupby(connection.execute(_BY_MONTH, (day,)), itemgetter(0)):
        for _, debit, credit, amount in moves:
            for code, moved in ((debit, amount), (credit, -amount)):
                if code in balances:
                    balances[code] += moved
            earned += amount * ((credit == jasa) - (debit == jasa))
        earned -= carried.get(month, 0)
        lent_on_cards, earned_on_cards = cards.get(month, (0, 0))
        on_loan_cards += lent_on_cards
        on_jasa_cards += earned_on_cards
        found.append(
            JournalSums(
                month=Month.parse(month),
                debit=sum(net for net in balances.values() if net > 0),
                credit=-sum(net for net in balances.values() if net < 0),
                receivable=balances[receivable],
                loan_cards=on_loan_cards,
                jasa=earned,
                jasa_cards=on_jasa_cards,
            )
        )
    return [*found[:-1], *(replace(last, jasa_by_hand=by_hand or 0) for last in found[-1:])]


def savings_cards(connection: sqlite3.Connection, chart: Chart, as_of: date) -> Checked | None:
    """Return whether the savings cards are the liability; None without such an account."""
    for account in chart.all_with(Role.SAVINGS):
        cards = savings.card_balances(connection, account.code, as_of)
        query = """
            SELECT total(CASE credit WHEN :code THEN amount ELSE -amount END) FROM transfer
            WHERE (debit = :code OR credit = :code) AND dated_on <= :day
        """
        bounds = {"code": account.code, "day": as_of.isoformat()}
        owed, saved = int(connection.execute(query, bounds).fetchone()[0]), total(list(cards.values()))
        words = f"tabungan di neraca {in_rupiah(owed)}, jumlah {len(cards)} kartu tabungan {format_rupiah(saved)}"
        faults = [words] if Rupiah(owed) != saved else []
        return judged(
            "Kartu tabungan", f"{words[0].upper()}{words[1:]}.", faults, "Lihat: danabergulir tabungan daftar"
        )
    return None


def cash_counts(connection: sqlite3.Connection, chart: Chart, as_of: date) -> Checked:
    """Return whether the counts of the cash box agree with the book as it stands; only worth a look.

    Of a day counted twice the later count tells.
    """
    counts = records.counts(connection, chart, date.min, as_of)
    faults = [
        f"{format_form(item.dated_on)}: dihitung {format_rupiah(item.counted)}, di buku {format_rupiah(item.booked)}"
        + (f", berubah karena {item.cause}" if item.has_changed else "")
        for item in reversed(counts)
        if item.difference
    ]
    sentence = (
        f"Kas dihitung pada {len(counts)} hari, semua cocok dengan buku." if counts else "Kas belum pernah dihitung."
    )
    mended = [item for item in counts if item.has_changed]
    if mended:
        sentence += f" {format_form(mended[-1].dated_on)} baru cocok karena {mended[-1].cause}."
    return judged(
        "Hitung kas", sentence, faults, "Cari sebab selisihnya dan catat di berita acara.", otherwise=Result.NOTE
    )


def vouchers_to(connection: sqlite3.Connection, as_of: date) -> int:
    """Return how many vouchers are dated on or before a day."""
    query = "SELECT count(*) FROM voucher WHERE dated_on <= ?"
    count = connection.execute(query, (as_of.isoformat(),)).fetchone()[0]
    assert isinstance(count, int)
    return count
