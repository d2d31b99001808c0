"""Closed stays closed: whatever is done afterwards, every report and paper of a closed month keeps its bytes."""

from contextlib import suppress
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from danabergulir.dates import Month
from danabergulir.domain.accounts import Account, AccountClass
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.closing import ClosingKind, Share
from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import NotFoundError, RefusedError
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.operations import assets, book, cash, closing, groups
from danabergulir.operations.dunning import letters
from danabergulir.operations.imports import registers
from danabergulir.operations.loans import receipts
from danabergulir.operations.month import monthly_set
from danabergulir.operations.policy import in_force
from danabergulir.render import csv_file, json_file
from danabergulir.render.month_files import PDF, XLSX
from ledger.small_ledger import ANGGREK
from month_folder import write_month
from operations.lent_ledger import NOW, NUMBER, lend

CLOSED = (Month(2022, 12), Month(2023, 1), Month(2023, 2))
DAY = date(2023, 3, 15)
OTHER = replace(DEFAULT_POLICY, classes=DEFAULT_POLICY.classes[:1], ladder=DEFAULT_POLICY.ladder[:1])


def _import_ksm(path):
    file = path.with_name("ksm.csv")
    file.write_text("kode;nama;rw;rt;jumlah_anggota\nK9;Susulan;05;001;9\n", encoding="utf-8")
    registers.import_ksm(path, file, NOW)


def _close_year(path):
    shares = [Share("UPL", Fraction(10), "21050"), Share("Modal", Fraction(60), "31010")]
    closing.close_year(path, 2022, shares, NOW, dated_on=DAY, insist=True)


LATER = {
    "close the year": _close_year,
    "open it again": lambda path: closing.reopen(path, ClosingKind.YEAR, "2022", "salah", NOW),
    "add an account": lambda path: book.add_account(path, Account("41090", "X", AccountClass.INCOME), DAY, NOW),
    "rename an account": lambda path: book.change_account(path, "11010", DAY, NOW, name="Kas kecil"),
    "change the policy": lambda path: in_force.set_policy(path, OTHER, DAY, NOW),
    "change the profile": lambda path: book.change_profile(path, DAY, NOW, {"upk": "Lain"}, {"Manajer UPK": "Sari"}),
    "rename a group": lambda path: groups.change_ksm(path, ANGGREK.code, DAY, NOW, {"name": "Lain", "rw": "09"}),
    "add a group": lambda path: groups.add_ksm(path, KSM("BARU", "Baru", "01", "001"), DAY, NOW),
    "add a member": lambda path: groups.add_member(path, ANGGREK.code, Member("", 0, "Rini"), DAY, NOW),
    "import groups": _import_ksm,
    "receive": lambda path: receipts.receive(path, NUMBER, Rupiah(118_000), DAY, NOW),
    "take back": lambda path: receipts.reverse_voucher(path, "BKM-2023-0001", "salah", DAY, NOW),
    "register an asset": lambda path: assets.add_asset(
        path, FixedAsset("", "Meja", date(2022, 5, 1), Rupiah(480_000), 48), DAY, NOW
    ),
    "count the cash": lambda path: cash.count_cash(path, Rupiah(1), "", DAY, NOW),
    "send letters": lambda path: letters.issue(path, DAY, NOW),
    "book income": lambda path: cash.cash_in(path, "41090", Rupiah(5_000), "Hibah", DAY, NOW),
    "close March": lambda path: closing.close_month(path, Month(2023, 3), NOW, adjust_reserve=True),
}


def _printed(path):
    sets = [monthly_set(path, month) for month in CLOSED]
    files = [
        (csv_file.render(report.section), json_file.render_reports([report]))
        for each in sets
        for report in each.reports
    ]
    return sets, files


def _papers(path):
    """The files of two closed months that are kept and signed, byte by byte."""
    with TemporaryDirectory() as folder:
        written = [
            file
            for month in CLOSED[1:]
            for file in write_month(monthly_set(path, month), Path(folder, str(month)), {PDF, XLSX})
        ]
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in written}


@settings(max_examples=4, phases=[Phase.generate])
@given(st.permutations(sorted(LATER)))
def test_a_closed_month_keeps_every_report_whatever_comes_later(order):
    """In whatever order it comes."""
    with TemporaryDirectory() as folder:
        path = lend(Path(folder, "upk.db"))
        cash.cash_in(path, "41020", Rupiah(500_000), "Bunga bank", date(2022, 12, 31), NOW)
        receipts.receive(path, NUMBER, Rupiah(50_000), date(2023, 2, 10), NOW)
        for month in CLOSED:
            closing.close_month(path, month, NOW)
        before = _printed(path)
        for name in order:
            with suppress(RefusedError, NotFoundError):
                LATER[name](path)
        assert _printed(path) == before


def test_everything_that_may_come_later_can_come():
    """In the order in which it is written down nothing is refused."""
    with TemporaryDirectory() as folder:
        path = lend(Path(folder, "upk.db"))
        cash.cash_in(path, "41020", Rupiah(500_000), "Bunga bank", date(2022, 12, 31), NOW)
        receipts.receive(path, NUMBER, Rupiah(50_000), date(2023, 2, 10), NOW)
        for month in CLOSED:
            closing.close_month(path, month, NOW)
        before, papers = _printed(path), _papers(path)
        for act in LATER.values():
            act(path)
            assert _printed(path) == before
        assert _papers(path) == papers
