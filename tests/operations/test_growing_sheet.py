"""One growing sheet, imported every evening, however it is sorted and saved: each row is recorded once."""

import re
import shutil
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danabergulir.domain.journal import Event
from danabergulir.errors import FaultyDataError, RefusedError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import vouchers
from danabergulir.money import Rupiah, parse_rupiah
from danabergulir.operations.amending.act import Right
from danabergulir.operations.amending.amend import amend
from danabergulir.operations.cash import cash_in
from danabergulir.operations.imports.known_rows import SameRows
from danabergulir.operations.imports.transactions import import_transactions
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from ledger.small_ledger import execute
from operations.lent_ledger import NUMBER, lend

_NOW = datetime(2024, 12, 31, 8, 0, tzinfo=timezone(timedelta(hours=7)))
_BEFORE = 5
"""The schema before the ledger remembered what was imported."""
_LATER = (
    *(
        "DROP INDEX reminder_drawn",
        "ALTER TABLE reminder DROP COLUMN draw",
        "ALTER TABLE reminder DROP COLUMN sentence",
    ),
    *(
        f"DROP TABLE {name}"
        for name in (
            *("activity_payment", "activity", "fund_source", "minutes", "report_receipt"),
            *("complaint_answer", "complaint", "visit", "trial_draw"),
        )
    ),
)
"""What takes the schemas since 11 back."""
_HEADER = ("tanggal", "jenis", "jumlah", "pinjaman", "akun", "keterangan", "pokok", "jasa", "bukti_luar")
_RECEIPT = ("2023-02-10", "terima", "118.000", NUMBER, "", "", "", "", "")
_COST = ("2023-02-11", "keluar", "25.000", "", "51030", "Kertas", "", "", "")


@pytest.fixture
def ledger(tmp_path):
    """Return a ledger in which nothing was repaid yet."""
    return lend(tmp_path / "upk.db")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """Return a maker of such ledgers, each in a folder of its own."""
    first = lend(tmp_path_factory.mktemp("buku") / "upk.db")
    return lambda: Path(shutil.copyfile(first, tmp_path_factory.mktemp("buku") / "upk.db"))


def _evening(path, *rows, way=SameRows.SKIP, header=_HEADER, hour=0):
    """Import rows as a file; the hour tells one evening from another."""
    file = path.with_name("isi.csv")
    lines = [
        ";".join(header),
        *(";".join(dict(zip(_HEADER, row, strict=True))[name] for name in header) for row in rows),
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_transactions(path, file, _NOW + timedelta(hours=hour), same=way)


def _recorded(path):
    """Return date, event and amount of every voucher from February 2023 on but corrections of a split."""
    with store.reading(path) as connection:
        found = vouchers.dated_between(connection, date(2023, 2, 1), date(2024, 12, 31))
        return sorted(
            (item.posting.dated_on, item.posting.event, item.posting.amount.value)
            for item in found
            if item.posting.corrects is None
        )


def test_a_sheet_that_has_grown_adds_what_is_new(ledger):
    """A row more every evening; said is how many were left out."""
    first = _evening(ledger, _RECEIPT)
    second = _evening(ledger, _RECEIPT, _COST)
    third = _evening(ledger, _RECEIPT, _COST)

    assert [(done.lines, done.skipped) for done in (first, second, third)] == [(1, 0), (1, 1), (0, 2)]
    assert _recorded(ledger) == [
        (date(2023, 2, 10), Event.REPAYMENT, 118_000),
        (date(2023, 2, 11), Event.CASH_OUT, 25_000),
    ]


def test_without_an_option_known_rows_are_findings_and_nothing_is_recorded(ledger):
    """Each names the voucher, also where a reversal has taken it back since."""
    _evening(ledger, _RECEIPT, _COST)
    reverse_voucher(ledger, "BKK-2023-0002", "salah", date(2023, 2, 12), _NOW)
    before = _recorded(ledger)

    with pytest.raises(FaultyDataError) as refused:
        _evening(ledger, _COST, _RECEIPT, ("2023-02-13", *_COST[1:]), way=SameRows.FINDING)

    assert [(item.line, item.message) for item in refused.value.findings] == [
        (2, "sudah diimpor sebagai BKK-2023-0002, yang dibatalkan BPB-2023-0001"),
        (3, "sudah diimpor sebagai BKM-2023-0001"),
    ]
    assert _recorded(ledger) == before


def test_a_row_is_known_however_the_file_is_saved(ledger):
    """Sorted the other way, columns in another order, dates, amounts, blanks and letters written otherwise."""
    _evening(ledger, _RECEIPT, _COST)
    again = (
        ("11/02/23", "Keluar", "Rp25.000", "", "51030", " KERTAS ", "", "", ""),
        ("10 Februari 2023", "terima", "118000", " anggrek ", "", "", "", "", ""),
    )

    assert _evening(ledger, *again, header=_HEADER[::-1]).skipped == 2


@pytest.mark.parametrize(
    ("column", "other"), [(0, "2023-02-14"), (2, "117.000"), (4, "51040"), (5, "Pulpen"), (8, "018")]
)
def test_a_row_that_differs_in_one_cell_is_another_event(ledger, column, other):
    """Another day, amount, account or text, or another number of its own."""
    _evening(ledger, (*_COST[:8], "017") if column == 8 else _COST)

    assert _evening(ledger, tuple(other if at == column else cell for at, cell in enumerate(_COST))).lines == 1


def test_typed_parts_tell_two_receipts_apart(ledger):
    """Of the same day and amount; without parts the row is the receipt however it was split."""
    typed = (*_RECEIPT[:6], "100.000", "18.000", "")
    _evening(ledger, typed)

    assert _evening(ledger, (*_RECEIPT[:6], "118.000", "0", "")).lines == 1
    assert _evening(ledger, typed).skipped == 1
    assert _evening(ledger, _RECEIPT).skipped == 1


def test_equal_rows_of_one_file_are_findings_unless_an_option_says_more(ledger):
    """Two equal expenses of a day can be real: an option, or a number of their own, says so."""
    with pytest.raises(FaultyDataError) as refused:
        _evening(ledger, _COST, _COST, way=SameRows.FINDING)
    assert [(item.line, item.message[:20]) for item in refused.value.findings] == [(3, "sama dengan baris 2;")]
    skipped = _evening(ledger, _COST, _COST)
    assert (skipped.lines, skipped.skipped, [item.line for item in skipped.warnings]) == (1, 1, [3])
    numbered = _evening(ledger, _COST, (*_COST[:8], "018"))
    assert (numbered.lines, numbered.skipped) == (1, 1)
    assert _evening(ledger, _COST, (*_COST[:8], "018")).skipped == 2
    both = _evening(ledger, _COST, _COST, way=SameRows.RECORD)
    assert both.lines == 2
    assert _evening(ledger, _COST, _COST, _COST).skipped == 3


def test_a_number_that_stands_for_another_event_stays_a_finding(ledger):
    """The treasurer's own number is never recorded twice, whatever the option."""
    _evening(ledger, (*_COST[:8], "018"))

    for way in SameRows:
        with pytest.raises(FaultyDataError) as refused:
            _evening(ledger, ("2023-02-12", *_COST[1:8], "018"), way=way)
        assert '"018" sudah dicatat' in refused.value.findings[0].message


@pytest.mark.parametrize("row", [_RECEIPT, _COST], ids=["receipt", "cost"])
@pytest.mark.parametrize(
    ("first", "second"),
    [("KW-1", ""), ("", "KW-1"), ("KW-1", "kw 1"), ("KW-1", "KW01"), ("017", "17"), ("KW-1", "-"), ("-", "")],
)
def test_a_number_filled_in_lost_or_written_otherwise_makes_no_new_row(ledger, row, first, second):
    """A finding that names the voucher; an option leaves the row out."""
    _evening(ledger, (*row[:8], first))
    (known,) = _recorded(ledger)

    with pytest.raises(FaultyDataError) as refused:
        _evening(ledger, (*row[:8], second), way=SameRows.FINDING)
    assert re.match("sudah diimpor sebagai BK[KM]-2023-000[12]", refused.value.findings[0].message)
    assert _evening(ledger, (*row[:8], second)).skipped == 1
    assert _recorded(ledger) == [known]


def test_a_second_receipt_beside_its_numbered_twin_is_recorded(ledger):
    """The number of the first stands in the file too, so the row without one is another."""
    _evening(ledger, (*_COST[:8], "KW-1"))

    both = _evening(ledger, _COST, (*_COST[:8], "kw 1"))

    assert (both.lines, both.skipped, both.renumbered) == (1, 1, 0)
    exchanged = _evening(ledger, (*_COST[:8], "KW-2"), _COST)
    assert (exchanged.lines, exchanged.skipped, exchanged.renumbered) == (0, 2, 2)


def test_a_row_typed_with_its_own_number_is_known(ledger):
    """What was typed at the counter with that number is the same event."""
    cash_in(ledger, "41020", Rupiah(5_000), "Bunga", date(2023, 2, 11), _NOW, external_ref="KW-1")
    row = ("2023-02-11", "masuk", "5.000", "", "41020", "Bunga", "", "", "kw 1")

    with pytest.raises(FaultyDataError) as refused:
        _evening(ledger, row, way=SameRows.FINDING)
    assert refused.value.findings[0].message == "sudah dicatat sebagai BKM-2023-0001"
    assert _evening(ledger, row).skipped == 1


def test_a_row_put_right_keeps_its_number_once_its_voucher_is_taken_back(ledger):
    """As it stood it is not recorded again by itself; put right in the sheet as well, it is, and only once."""
    numbered = (*_COST[:8], "KW-1")
    _evening(ledger, numbered)
    with pytest.raises(FaultyDataError, match="1 kesalahan"):
        _evening(ledger, (*numbered[:2], "52.000", *numbered[3:]), hour=1)
    reverse_voucher(ledger, "BKK-2023-0002", "salah jumlah", None, _NOW)

    assert (_evening(ledger, numbered, hour=2).lines, _evening(ledger, numbered, hour=3).skipped) == (0, 1)
    right = (*numbered[:2], "52.000", *numbered[3:])
    assert [_evening(ledger, right, hour=hour).lines for hour in (4, 5)] == [1, 0]


def test_a_number_typed_at_the_counter_is_refused_however_it_is_written_and_a_stroke_is_none(ledger):
    """As in an import."""
    cash_in(ledger, "41020", Rupiah(5_000), "Bunga", date(2023, 2, 11), _NOW, external_ref="KW-1")
    with pytest.raises(RefusedError, match="sudah dicatat pada BKM-2023-0001"):
        cash_in(ledger, "41020", Rupiah(6_000), "Bunga", date(2023, 2, 12), _NOW, external_ref="kw 01")
    for day in (13, 14):
        cash_in(ledger, "41020", Rupiah(6_000), "Bunga", date(2023, 2, day), _NOW, external_ref="-")

    assert len(_recorded(ledger)) == 3


def test_an_entry_worded_otherwise_is_recorded_and_warned_of(ledger):
    """Two expenses of a day can be alike; nothing is said where the other one stands in the file too."""
    _evening(ledger, _COST)
    other = (*_COST[:5], "Kertas HVS", *_COST[6:])

    warned = _evening(ledger, other)
    assert (warned.lines, ["BKK-2023-0002" in item.message for item in warned.warnings]) == (1, [True])
    third = _evening(ledger, _COST, other, (*_COST[:5], "Pulpen", *_COST[6:]))
    assert (third.lines, third.skipped, third.warnings) == (1, 2, ())


def test_the_last_receipt_of_a_loan_is_known_again(ledger):
    """The loan is paid off by then and owes nothing; the row still names it by its KSM."""
    last = ("2023-02-10", "terima", "1.416.000", "Anggrek", "", "", "", "", "")
    _evening(ledger, last)

    assert _evening(ledger, last).skipped == 1


def test_what_was_typed_at_the_counter_is_only_doubted(ledger):
    """It was not imported, so the row is recorded and warned of, a receipt, an entry and an entry worded otherwise."""
    receive(ledger, NUMBER, Rupiah(118_000), date(2023, 2, 10), _NOW)
    cash_in(ledger, "41020", Rupiah(5_000), "Bunga", date(2023, 2, 11), _NOW)

    done = _evening(ledger, _RECEIPT, ("2023-02-11", "masuk", "5.000", "", "41020", "Bunga bank", "", "", ""))

    assert (done.lines, done.skipped) == (2, 0)
    assert [(item.line, *re.findall(r"BKM-\S+[0-9]", item.message)) for item in done.warnings] == [
        (2, "BKM-2023-0001"),
        (3, "BKM-2023-0002"),
    ]


def test_a_ledger_from_before_knows_what_it_imported(ledger):
    """Brought up to date, it takes what was recorded in the moment of an import for imported."""
    _evening(ledger, _RECEIPT, _COST)
    cash_in(ledger, "41020", Rupiah(5_000), "Bunga", date(2023, 2, 12), _NOW + timedelta(minutes=1))
    for statement in (
        "DROP TABLE imported_voucher",
        *_LATER,
        *(f"DROP TABLE {later}" for later in ("rw_head", "identity", "seal")),
        f"UPDATE alembic_version SET version_num = '{_BEFORE}'",
        f"PRAGMA user_version = {_BEFORE}",
    ):
        execute(ledger, statement)

    assert _evening(ledger, _COST, _RECEIPT, hour=1).skipped == 2
    assert _evening(ledger, ("2023-02-12", "masuk", "5.000", "", "41020", "Bunga", "", "", "")).skipped == 0


_rows = st.lists(
    st.tuples(
        st.dates(date(2023, 2, 1), date(2023, 3, 10)), st.integers(1, 3), st.sampled_from(["Kertas", "Pulpen", ""])
    ),
    min_size=1,
    max_size=6,
    unique=True,
)


@settings(max_examples=10)
@given(_rows, st.randoms(use_true_random=False), st.data())
def test_any_growing_sheet_records_each_row_once(fresh, rows, random, data):
    """Every evening some rows more, in any order: at the end the books hold each of them one time."""
    path = fresh()
    seen = 0
    while seen < len(rows):
        seen = data.draw(st.integers(seen + 1, len(rows)))
        sheet = random.sample(rows[:seen], seen)
        _evening(
            path,
            *((day.isoformat(), "masuk", str(amount), "", "41020", text, "", "", "") for day, amount, text in sheet),
        )

    assert _recorded(path) == sorted((day, Event.CASH_IN, amount) for day, amount, _ in rows)


_twins = st.lists(
    st.sampled_from(
        [
            ("2023-02-11", "masuk", "5.000", "", "41020", "Bunga", "", ""),
            ("2023-02-11", "masuk", "5.000", "", "41020", "", "", ""),
            ("2023-02-12", "terima", "11.800", NUMBER, "", "", "", ""),
            ("2023-02-12", "terima", "11.800", NUMBER, "", "", "10.000", "1.800"),
        ]
    ),
    min_size=1,
    max_size=6,
)


def _number_of(place, data):
    """Return the number of a receipt as it may stand in a sheet of an evening, or that it stands there not yet."""
    return data.draw(st.sampled_from(["", f"KW-{place}", f"kw {place}", f" Kw.0{place} "]))


@settings(max_examples=25)
@given(_twins, st.randoms(use_true_random=False), st.data())
def test_any_growing_sheet_with_numbers_lost_and_found_records_each_receipt_once(fresh, receipts, random, data):
    """Equal receipts, numbers filled in, dropped and written otherwise, rows in any order.

    Never is one recorded twice; where a row may be one above it written down twice that is said, and once it has its
    number all is there.
    """
    path, seen = fresh(), 0
    while True:
        last = seen == len(receipts)
        seen = len(receipts) if last else data.draw(st.integers(seen + 1, len(receipts)))
        sheet = [
            (*row, f"KW-{place}" if last else _number_of(place, data)) for place, row in enumerate(receipts[:seen], 1)
        ]
        done = _evening(path, *random.sample(sheet, seen))
        true = Counter((date.fromisoformat(row[0]), int(row[2].replace(".", ""))) for row in receipts[:seen])
        found = Counter((day, amount) for day, _, amount in _recorded(path))

        doubted = [item for item in done.warnings if item.message.startswith("sama dengan baris")]
        assert found <= true
        assert (found == true) == (not doubted)
        if last:
            assert not doubted
            return


@pytest.mark.parametrize("row", [_RECEIPT, _COST], ids=["receipt", "cost"])
def test_a_row_put_right_in_the_book_and_in_the_sheet_is_recorded_once(ledger, row):
    """The voucher in the place of an imported one is known by the row as it then stands, and the wrong row too."""
    wrong = (*row[:2], "100.000", *row[3:])
    _evening(ledger, wrong)
    (number,) = _imported_numbers(ledger)
    amend(ledger, number, Right(amount=parse_rupiah(row[2])), "salah jumlah", _NOW)
    before = _recorded(ledger)

    assert _evening(ledger, row, hour=1).skipped == 1
    assert _evening(ledger, wrong, hour=2).skipped == 1

    assert _recorded(ledger) == before


def _imported_numbers(path):
    with store.reading(path) as connection:
        found = vouchers.recorded(connection, list(Event), date(2023, 2, 1), date(2023, 2, 28))
        return [item.voucher.number for item in found if item.imported]
