"""A U-7B card: what was paid by the opening, and what was paid on it since."""

import pytest

from sheets_understood import asked, rows, told, understood


def _card(*lines, principal=12_000_000):
    """Return a card of a loan of twelve months at 1,5 percent, paid out on 10 October 2025."""
    jasa = principal * 15 // 1000 * 12
    return [
        ["KARTU PINJAMAN"],
        ["Nama KSM", ":", "Anggrek"],
        ["RW", ":", "05"],
        ["Besar Pinjaman", ":", principal, "Jangka Waktu", ":", "12 bulan"],
        ["Bunga Pinjaman (% per bulan)", ":", "1,5 %", "Tanggal Akad Pinjaman", ":", "10-10-2025"],
        ["Tanggal", "ANGSURAN", "", "SALDO - Realisasi", ""],
        ["", "Pokok", "Jasa", "Pokok", "Jasa"],
        ["10-10-2025", "", "", principal, jasa],
        *lines,
    ]


_THREE = (
    ("13-11-2025", 1_000_000, 180_000, 11_000_000, 1_980_000),
    ("15-12-2025", 1_000_000, 180_000, 10_000_000, 1_800_000),
    ("15-01-2026", 1_000_000, 180_000, 9_000_000, 1_620_000),
)


def test_what_was_paid_after_the_opening_is_a_receipt():
    """Two instalments are in the balance of the loan, the third is recorded on its day."""
    known = understood({"Anggrek": _card(*_THREE)})

    assert not known.questions
    assert rows(known, "pinjaman", "pokok_terbayar", "jasa_terbayar") == [("2000000", "360000")]
    assert rows(known, "transaksi", "tanggal", "pokok", "jasa") == [("2026-01-15", "1000000", "180000")]


def test_a_line_after_the_opening_without_a_balance_is_named():
    """An instalment of which the card does not say that it was paid is none, and that is told."""
    known = understood({"Anggrek": _card(*_THREE[:2], ("15-01-2026", 1_000_000, 180_000, "", ""))})

    assert not known.questions
    assert "transaksi" not in known.plan.tables
    assert "baris 11: SALDO - Realisasi kosong, jadi belum dibayar" in told(known)


def _plan(paid):
    """Return a card that lists all twelve instalments, of which some show as paid."""
    months = [f"10-{(10 + number) % 12 or 12:02d}-{2025 + (9 + number) // 12}" for number in range(1, 13)]
    return _card(
        *(
            (
                day,
                1_000_000,
                180_000,
                12_000_000 - min(number, paid) * 1_000_000,
                2_160_000 - min(number, paid) * 180_000,
            )
            for number, day in enumerate(months, 1)
        )
    )


def test_a_card_of_every_instalment_to_come_states_what_is_left():
    """Lines to come that were not paid are no receipts."""
    known = understood({"Anggrek": _plan(2)})

    assert not known.questions
    assert rows(known, "pinjaman", "pokok_terbayar") == [("2000000",)]
    assert "transaksi" not in known.plan.tables


@pytest.mark.parametrize(
    ("answer", "paid", "later"),
    [("10000000", "2000000", ["2026-01-10"]), ("9000000", "3000000", [])],
)
def test_a_card_of_instalments_that_goes_down_after_the_opening_is_asked_about(answer, paid, later):
    """The third was paid ahead by then, or on its day."""
    (place,) = asked(understood({"Anggrek": _plan(3)}))
    known = understood({"Anggrek": _plan(3)}, {place: answer})

    assert not known.questions
    assert rows(known, "pinjaman", "pokok_terbayar") == [(paid,)]
    assert [row.cells["tanggal"] for row in known.plan.tables.get("transaksi", ())] == later
