"""Who is thanked on a real ledger, and the letters that are written: nothing is recorded, nothing written over."""

import re
import shutil
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from danabergulir.dates import Month
from danabergulir.domain.accounts import Role
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Transfer
from danabergulir.domain.letterhead import Profile
from danabergulir.errors import FaultyDataError, RefusedError, UsageError
from danabergulir.money import Rupiah
from danabergulir.operations.book import change_account, start_book
from danabergulir.operations.cash import cash_out
from danabergulir.operations.dunning.thanks import write_thanks
from danabergulir.operations.groups import add_ksm
from danabergulir.operations.loans.disbursement import disburse
from danabergulir.operations.loans.endings import reschedule, settle, write_off
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.month import monthly_books, monthly_reports
from danabergulir.render.pdf.file import render
from danabergulir.reports.month.good_payers import good_payers
from ledger.small_ledger import written
from paper_reading import needs_poppler, text_of
from reports.small_books import posting
from reports.table_reading import lines_of

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=timezone(timedelta(hours=7)))
OPENED_ON, LENT_ON, APRIL = date(2025, 12, 31), date(2026, 1, 5), date(2026, 4, 30)
PROFILE = Profile("UPK Melati", "BKM Melati Jaya", "Sukamaju", "Cibening", "Kota Cahaya", "Jawa Barat")
WISH = Wish(Rupiah(1_200_000), 6)
INSTALMENT = Rupiah(218_000)
"""Pokok 200,000 and jasa 18,000, due on the 5th from February to July."""
DUE = [date(2026, month, 5) for month in (2, 3, 4)]


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Return a ledger in which Mawar, Melati and Dahlia borrowed on 5 January."""
    path = tmp_path_factory.mktemp("buku") / "upk.db"
    start_book(path, PROFILE, OPENED_ON, NOW)
    with written(path) as writer:
        writer.record(posting(OPENED_ON, Transfer("11010", "31010", Rupiah(50_000_000))))
    for code, rw in (("MAWAR", "05"), ("MELATI", "02"), ("DAHLIA", "05")):
        add_ksm(path, KSM(code, code.title(), rw, "001", member_count=5), OPENED_ON, NOW)
        disburse(path, code, WISH, LENT_ON, NOW)
    return path


@pytest.fixture
def ledger(first, tmp_path):
    """Return a copy of the first ledger."""
    return Path(shutil.copyfile(first, tmp_path / "upk.db"))


def _pay(path, code, days=DUE):
    return [receive(path, code, INSTALMENT, day, NOW).voucher.number for day in days]


def _thanked(path, month=None):
    section = good_payers(monthly_books(path, month or Month(2026, 4))).section
    return [cells for (cells,) in lines_of(section, "kode_ksm") if cells]


def test_the_report_lists_those_who_paid_on_time_by_rw(ledger):
    """Dahlia was a day late in March; amounts are those of the year."""
    _pay(ledger, "MAWAR")
    _pay(ledger, "MELATI")
    _pay(ledger, "DAHLIA", [DUE[0], DUE[1] + timedelta(1), DUE[2]])
    (report,) = monthly_reports(ledger, Month(2026, 4), ["pembayar-baik"])
    assert lines_of(report.section) == [
        ("P-0002", "Melati", "02", 3, 3, 600_000, 54_000, 600_000, "berjalan", "MELATI"),
        ("P-0001", "Mawar", "05", 3, 3, 600_000, 54_000, 600_000, "berjalan", "MAWAR"),
        (None, "JUMLAH", None, 6, 6, 1_200_000, 108_000, 1_200_000, None, None),
    ]
    assert "Calon penerima penghargaan: 2 KSM. Besarnya diputuskan BKM." in report.notes


def test_a_loan_paid_off_ahead_counts_and_one_just_paid_out_changes_nothing(ledger):
    """Mawar settles on 10 March and borrows again in April."""
    _pay(ledger, "MAWAR", DUE[:2])
    settle(ledger, "MAWAR", date(2026, 3, 10), NOW)
    disburse(ledger, "MAWAR", WISH, date(2026, 4, 20), NOW)
    section = good_payers(monthly_books(ledger, Month(2026, 4))).section
    assert lines_of(section, "pinjaman", "tepat_waktu", "saldo_pokok", "status")[0] == ("P-0001", 2, 0, "lunas")
    assert _thanked(ledger) == ["MAWAR"]


def test_a_second_loan_that_is_late_takes_the_ksm_off_the_list(ledger):
    """Its first loan was paid off on time, the second was not."""
    _pay(ledger, "MAWAR", DUE[:1])
    settle(ledger, "MAWAR", date(2026, 2, 10), NOW)
    disburse(ledger, "MAWAR", WISH, date(2026, 2, 20), NOW)
    assert _thanked(ledger, Month(2026, 2)) == ["MAWAR"]
    assert _thanked(ledger, Month(2026, 3)) == []


def test_a_receipt_taken_back_takes_the_ksm_off_the_list(ledger):
    """From the month in which it was taken back; the months before keep what they said."""
    numbers = _pay(ledger, "MAWAR")
    reverse_voucher(ledger, numbers[0], "salah KSM", date(2026, 5, 1), NOW)
    assert _thanked(ledger) == ["MAWAR"]
    assert _thanked(ledger, Month(2026, 5)) == []


def test_a_receipt_taken_back_was_never_paid_also_on_a_due_date_before(ledger):
    """Due on 5 February; the receipt of 1 February is taken back on the 9th, another one came on the 8th: too late."""
    (wrong, _) = _pay(ledger, "MAWAR", [date(2026, 2, 1), date(2026, 2, 8)])
    _pay(ledger, "MELATI", DUE[:1])
    reverse_voucher(ledger, wrong, "milik KSM lain", date(2026, 2, 9), NOW)
    assert _thanked(ledger, Month(2026, 2)) == ["MELATI"]


def test_a_disbursement_taken_back_is_no_loan(ledger):
    """Mawar has only the loan that was paid on time."""
    _pay(ledger, "MAWAR")
    settle(ledger, "MAWAR", date(2026, 4, 6), NOW)
    second = disburse(ledger, "MAWAR", WISH, date(2026, 4, 10), NOW)
    reverse_voucher(ledger, second.voucher.number, "batal cair", date(2026, 4, 11), NOW)
    assert _thanked(ledger) == _thanked(ledger, Month(2026, 6)) == ["MAWAR"]


@pytest.mark.parametrize("change", ["reschedule", "write_off"])
def test_a_new_schedule_or_a_write_off_takes_the_ksm_off_the_list(ledger, change):
    """Although nothing was late until then."""
    _pay(ledger, "MAWAR")
    day = date(2026, 4, 20)
    if change == "reschedule":
        reschedule(ledger, "MAWAR", 6, day, NOW, decision="03/BA")
    else:
        write_off(ledger, "MAWAR", day, NOW, decision="03/BA")
    assert _thanked(ledger, Month(2026, 3)) == ["MAWAR"]
    assert _thanked(ledger) == []


def test_nobody_is_on_the_list_before_anything_fell_due(ledger):
    """January has no instalment."""
    (report,) = monthly_reports(ledger, Month(2026, 1), ["pembayar-baik"])
    assert (report.section.rows, report.notes[0]) == ((), "Dihitung dari 01-01-2026 sampai 31-01-2026.")


def test_the_notes_say_what_was_given_this_year(ledger):
    """The account for rewards is found by its role; no amount is suggested, for the programme has no rule for it."""
    cash_out(ledger, "51060", Rupiah(250_000), "Hadiah", date(2026, 4, 2), NOW)
    (report,) = monthly_reports(ledger, Month(2026, 4), ["pembayar-baik"])
    assert "Penghargaan dicatat pada akun 51060 Penghargaan KSM; sudah dicatat tahun ini Rp250.000." in report.notes


def test_a_chart_older_than_the_role_goes_on_by_the_name_until_an_account_is_given_it(ledger):
    """The note says by what it went, and an account in use may take the role at any time."""
    day = date(2026, 4, 2)
    cash_out(ledger, "51060", Rupiah(250_000), "Hadiah", day, NOW)
    cash_out(ledger, "52010", Rupiah(40_000), "Piagam", day, NOW)
    change_account(ledger, "51060", day, NOW, roles=())
    (report,) = monthly_reports(ledger, Month(2026, 4), ["pembayar-baik"])
    assert report.notes[-1] == (
        "Penghargaan dicatat pada akun 51060 Penghargaan KSM (menurut namanya); sudah dicatat tahun ini Rp250.000."
    )

    change_account(ledger, "52010", day, NOW, roles={Role.REWARDS})
    (report,) = monthly_reports(ledger, Month(2026, 4), ["pembayar-baik"])
    assert report.notes[-1] == (
        "Penghargaan dicatat pada akun 52010 Biaya Non Operasional; sudah dicatat tahun ini Rp40.000."
    )


def test_letters_are_written_for_those_on_the_list_and_the_ledger_stays_as_it_was(ledger):
    """One file each; the same again changes nothing."""
    _pay(ledger, "MAWAR")
    before = ledger.read_bytes()
    thanked = write_thanks(ledger, 2026, APRIL)
    assert thanked.folder == ledger.parent / "ucapan-2026"
    assert [file.name for file in thanked.folder.iterdir()] == ["ucapan-2026-MAWAR.txt"]
    text = (thanked.folder / "ucapan-2026-MAWAR.txt").read_text(encoding="utf-8")
    for words in (
        "/UPK-MELATI/IV/2026",
        "dari 1 Januari 2026 sampai 30 April 2026",
        "Pinjaman P-0001: 3 angsuran tepat waktu, saldo pokok Rp600.000",
        "Jasa dibayar : Rp54.000",
        "Sukamaju, 30 April 2026",
    ):
        assert words in " ".join(text.split())
    assert "{" not in text
    assert max(len(line) for line in text.splitlines()) <= 78
    assert write_thanks(ledger, 2026, APRIL) == thanked
    assert ledger.read_bytes() == before


@needs_poppler
def test_a_letter_of_thanks_on_paper_says_what_its_text_says(ledger):
    """Beside each text lies a PDF with the same words, below the head of the UPK."""
    _pay(ledger, "MAWAR")

    (letter,) = write_thanks(ledger, 2026, APRIL, press=lambda paper: render([paper])).letters
    files = {file.name for file in (ledger.parent / "ucapan-2026").iterdir()}
    assert files == {"ucapan-2026-MAWAR.txt", "ucapan-2026-MAWAR.pdf"}
    printed = text_of(ledger.parent / "ucapan-2026" / "ucapan-2026-MAWAR.pdf").split()
    body = letter.text.partition("Nomor")[2]
    assert [word for word in body.split() if word not in printed] == []


def test_nobody_to_thank_leaves_no_folder(ledger):
    """And no error."""
    assert write_thanks(ledger, 2026, APRIL).folder is None
    assert [file.name for file in ledger.parent.iterdir()] == ["upk.db"]


def test_another_letter_of_that_name_is_not_written_over(ledger):
    """The treasurer may have changed it by hand; none of the others is written either."""
    _pay(ledger, "MAWAR")
    _pay(ledger, "MELATI")
    folder = ledger.parent / "keluar"
    folder.mkdir()
    (folder / "ucapan-2026-MAWAR.txt").write_text("tangan", encoding="utf-8")
    with pytest.raises(RefusedError, match="surat sudah ada"):
        write_thanks(ledger, 2026, APRIL, folder=folder)
    assert [file.read_text(encoding="utf-8") for file in folder.iterdir()] == ["tangan"]


def test_a_upk_may_write_its_own_text(ledger):
    """By name in the folder of its letters; a slip of the pen is refused before anything is written."""
    _pay(ledger, "MAWAR")
    own = ledger.parent / "surat"
    own.mkdir()
    (own / "ucapan.txt").write_text("{ksm} {tahun}: {banyak_angsuran} kali, {pokok_dibayar}\n", encoding="utf-8")
    (letter,) = write_thanks(ledger, 2026, APRIL).letters
    words, _, tie = letter.text.partition("\n\n")
    assert words == "KSM Mawar 2026: 3 kali, Rp600.000"
    assert re.fullmatch(r"Kepala buku: [0-9a-f]{16}\nKode: [0-9A-Z-]{14}\n", tie)
    (own / "ucapan.txt").write_text("{tunggakan}\n", encoding="utf-8")
    with pytest.raises(FaultyDataError) as refused:
        write_thanks(ledger, 2026, APRIL)
    assert [item.message for item in refused.value.findings] == ["isian {tunggakan} dalam ucapan.txt tidak dikenal"]


@pytest.mark.parametrize(("year", "message"), [(2027, "belum mulai"), (2025, "sebelum buku ini dibuka")])
def test_a_year_that_the_ledger_does_not_know_is_refused(ledger, year, message):
    """The opening day is the last of 2025."""
    with pytest.raises(RefusedError, match=message):
        write_thanks(ledger, year, APRIL)


def test_a_folder_that_cannot_be_made_is_refused(ledger):
    """A file stands there."""
    _pay(ledger, "MAWAR")
    (ledger.parent / "keluar").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="--ke"):
        write_thanks(ledger, 2026, APRIL, folder=ledger.parent / "keluar")
