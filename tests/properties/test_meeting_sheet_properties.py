"""A sheet of any book, filled in anyhow and sent any number of times: the ledger is the one typed at the counter."""

import shutil
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danabergulir.domain.meeting import loan_and_member
from danabergulir.errors import FaultyDataError, RefusedError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import accounts, vouchers
from danabergulir.money import Rupiah, split
from danabergulir.operations.imports.meeting.reading import read_filled
from danabergulir.operations.imports.meeting.recording import import_filled
from danabergulir.operations.loans.disbursement import disburse
from danabergulir.operations.loans.receipts import receive
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.meeting import meeting_sheet
from danabergulir.operations.savings import save, use_for_arrears
from danabergulir.render.xlsx import meeting
from ledger.small_ledger import written
from meeting_sheets import FROM_SAVINGS, PAID, VOLUNTARY, asked_of, fill, rearranged, rows_of
from properties.small_fund import POLICIES, start_fund
from thorough import THOROUGH

NOW = datetime(2026, 12, 31, 20, 0, tzinfo=timezone(timedelta(hours=7)))
LENT_ON = date(2026, 1, 5)
CODES = ("11010", "11022", "11030", "21020", "21030", "41010", "41030")


class Line(NamedTuple):
    """What somebody writes in one line: how much, in rupiah or as a mark, and by whom where members stand below it."""

    paid: int | str | None
    voluntary: int | None
    from_savings: int | None
    by_members: bool
    sent_in: int


_lines = st.builds(
    Line,
    st.sampled_from([None, "v", "pas", 50_000, 120_000, 230_000, 301_000]),
    st.sampled_from([None, None, 10_000, 25_000]),
    st.sampled_from([None, None, 15_000, 40_000]),
    st.booleans(),
    st.integers(0, 2),
)


@pytest.fixture(scope="module")
def funds(tmp_path_factory):
    """Return a fund with four loans for each policy: one is shared by its members, all KSM have savings."""
    made = []
    for policy in POLICIES:
        path = start_fund(tmp_path_factory.mktemp("dana"))
        with written(path) as writer:
            writer.set_policy(policy, LENT_ON - timedelta(5))
        for ksm, principal in (("MELATI", 2_000_000), ("DAHLIA", 2_400_000), ("KENANGA", 1_700_000)):
            disburse(path, ksm, Wish(Rupiah(principal), 10), LENT_ON, NOW, permit="01/BA", from_account="11021")
        for ksm in ("MAWAR", "MELATI", "DAHLIA", "KENANGA"):
            save(path, ksm, Rupiah(100_000), LENT_ON, NOW)
        with written(path) as writer:
            shares = split(Rupiah(2_000_000), [3, 2, 2])
            writer.add_shares("P-0002", list(enumerate(shares, 1)))
        made.append(path)
    return made


def _holds(path):
    """Return every voucher of the book without what says where it came from, and the balances."""
    with store.reading(path) as connection:
        found = vouchers.dated_between(connection, LENT_ON, NOW.date())
        events = Counter(
            (
                item.posting.dated_on,
                item.posting.event,
                item.posting.loan,
                tuple(sorted(map(repr, item.posting.transfers))),
            )
            for item in found
        )
        return events, [accounts.balance(connection, code, NOW.date()) for code in CODES]


def _type(path, line, key, ksm, asked, day):
    """Record a line as it is typed at the counter, in the order in which the evening goes."""
    if line.voluntary:
        save(path, ksm, Rupiah(line.voluntary), day, NOW)
    if line.paid:
        receive(path, key, Rupiah(asked if isinstance(line.paid, str) else line.paid), day, NOW)
    if line.from_savings:
        use_for_arrears(path, ksm, Rupiah(line.from_savings), "", day, NOW)


def _cells(line, key, asked, members):
    """Return what is written for a line; where members bring it, they bring it in unequal parts."""
    cells = {key: {VOLUNTARY: line.voluntary, FROM_SAVINGS: line.from_savings, PAID: line.paid}}
    if members and line.by_members and line.paid:
        amount = asked if isinstance(line.paid, str) else line.paid
        if amount < 3_000:
            return cells
        parts = [Rupiah(1_000), Rupiah(amount - 1_000)]
        cells[key][PAID] = None
        cells |= {member: {PAID: part.value} for member, part in zip(members, parts, strict=False)}
    return cells


@settings(max_examples=60 if THOROUGH else 8)
@given(
    policy=st.integers(0, len(POLICIES) - 1),
    days=st.integers(20, 150),
    earlier=st.sampled_from([None, 100_000, 400_000]),
    lines=st.lists(_lines, min_size=4, max_size=4),
    shuffled=st.randoms(use_true_random=False),
)
def test_a_sheet_sent_in_pieces_is_the_ledger_typed_at_the_counter(
    tmp_path_factory, funds, policy, days, earlier, lines, shuffled
):
    """Filled in over three sendings, each sent twice with its rows shuffled."""
    folder, day = tmp_path_factory.mktemp("rapat"), LENT_ON + timedelta(days)
    sent = Path(shutil.copyfile(funds[policy], folder / "lembar.db"))
    if earlier:
        receive(sent, "P-0003", Rupiah(earlier), LENT_ON + timedelta(10), NOW)
    typed = Path(shutil.copyfile(sent, folder / "ketik.db"))
    made, profile = meeting_sheet(sent, day)
    empty = folder / "kosong.xlsx"
    empty.write_bytes(meeting.render(made, profile))
    asked = asked_of(empty)
    keys = list(rows_of(openpyxl.load_workbook(empty).active))
    wanted = []
    for line, row in zip(lines, made.lines, strict=False):
        try:
            _type(typed, line, row.loan, row.ksm.code, asked[row.loan], day)
        except RefusedError:  # what the counter refuses, the sheet refuses whole: it is left out of both
            shutil.copyfile(sent, typed)
            for before, other in wanted:
                _type(typed, before, other.loan, other.ksm.code, asked[other.loan], day)
            continue
        wanted.append((line, row))

    for sending in range(3):
        cells = {}
        for line, row in wanted:
            if line.sent_in <= sending:
                members = [key for key in keys if loan_and_member(key)[0] == row.loan and key != row.loan]
                cells |= _cells(line, row.loan, asked[row.loan], members)
        for _ in range(2):
            order = shuffled.sample(range(len(keys)), len(keys))
            filled = rearranged(fill(empty, folder / f"isi-{sending}.xlsx", cells), order)
            import_filled(sent, read_filled(filled), NOW)

    assert _holds(sent) == _holds(typed)


@settings(max_examples=200 if THOROUGH else 25)
@given(st.data())
def test_no_cell_of_a_sheet_breaks_it(tmp_path_factory, funds, data):
    """Whatever stands in any cell, the sheet is read or refused with a sentence, and nothing is recorded by halves."""
    folder = tmp_path_factory.mktemp("rapat")
    path = folder / "lembar.xlsx"
    path.write_bytes(meeting.render(*meeting_sheet(funds[0], LENT_ON + timedelta(60))))
    book = openpyxl.load_workbook(path)
    page = book.active
    for _ in range(data.draw(st.integers(1, 6))):
        row, column = data.draw(st.integers(1, page.max_row)), data.draw(st.integers(1, page.max_column))
        page.cell(row, column).value = data.draw(
            st.one_of(
                st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12),
                st.integers(-(10**12), 10**12),
                st.floats(allow_nan=False, allow_infinity=False),
                st.booleans(),
                st.none(),
                st.dates(date(1990, 1, 1), date(2060, 1, 1)),
                st.sampled_from(["Dibayar", "v", "=1/0", "P-0001", "P-0002 #9", "#REF!", "L260305-AAAA", "9" * 400]),
            )
        )
    book.save(path)
    with suppress(FaultyDataError, RefusedError):
        import_filled(funds[0], read_filled(path), NOW, trial=True)
