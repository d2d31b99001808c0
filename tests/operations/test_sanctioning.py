"""Letters on a real ledger: numbered and recorded together or not at all, brought back by a reversal, holding loans."""

import shutil
import sqlite3
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from danabergulir.dates import Month
from danabergulir.domain.dunning.sanctions import Cause, EventKind
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Transfer
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.policy.choices import Block
from danabergulir.domain.policy.ladder import LadderRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import FaultyDataError, NotFoundError, RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.write import Writer
from danabergulir.money import Rupiah
from danabergulir.operations.audit.package import write
from danabergulir.operations.book import start_book
from danabergulir.operations.dunning.letters import batch, issue, reprint
from danabergulir.operations.dunning.sanctions import history, list_sanctions, note, withdraw
from danabergulir.operations.groups import add_ksm, change_ksm
from danabergulir.operations.loans.disbursement import disburse, list_loans
from danabergulir.operations.loans.endings import write_off
from danabergulir.operations.loans.proposals import decide, propose
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.month import monthly_books
from danabergulir.operations.policy.in_force import set_policy
from danabergulir.reports.month.catalog import find
from ledger.small_ledger import fetch, written
from reports.small_books import posting

WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=WIB)
OPENED_ON, LENT_ON = date(2025, 12, 31), date(2026, 1, 5)
FEBRUARY, MARCH, APRIL = date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)
PROFILE = Profile("UPK Sumber Rejeki", "BKM Melati", "Sukamaju", "Cibening", "Kota Cahaya", "Jawa Barat")
WISH = Wish(Rupiah(2_400_000), 12)
"""An instalment is Rp236.000, due on the 5th."""


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Return a ledger in which Mawar (RW 05) and Melati (RW 02) borrowed on 5 January, and Kenanga (RW 05) did not."""
    path = tmp_path_factory.mktemp("buku") / "upk.db"
    start_book(path, PROFILE, OPENED_ON, NOW)
    with written(path) as writer:
        writer.record(posting(OPENED_ON, Transfer("11010", "31010", Rupiah(50_000_000))))
    for code, rw in (("MAWAR", "05"), ("MELATI", "02"), ("KENANGA", "05")):
        add_ksm(path, KSM(code, code.title(), rw, "001", member_count=5), OPENED_ON, NOW)
    for code in ("MAWAR", "MELATI"):
        disburse(path, code, WISH, LENT_ON, NOW)
    return path


@pytest.fixture
def ledger(first, tmp_path):
    """Return a copy of the first ledger."""
    return Path(shutil.copyfile(first, tmp_path / "upk.db"))


def _states(path, as_of, **narrowed):
    return [
        (line.book.loan.ksm.code, line.number, line.state.value) for line in list_sanctions(path, as_of, **narrowed)
    ]


def _climb(path, *days):
    for day in days:
        issue(path, day, NOW, folder=path.parent / f"keluar-{day}")


def test_letters_are_numbered_by_year_and_carry_the_month_in_roman(ledger):
    """Our own number runs on; the one on the paper names the UPK in short."""
    issued = issue(ledger, FEBRUARY, NOW)
    assert [(item.sanction.number, item.sanction.letter) for item in issued.letters] == [
        ("S-0001", "001/UPK-SR/II/2026"),
        ("S-0002", "002/UPK-SR/II/2026"),
    ]
    assert sorted(file.name for file in (ledger.parent / "surat-2026-02-28").iterdir()) == [
        "S-0001-MAWAR.txt",
        "S-0002-MELATI.txt",
    ]


def test_a_letter_says_what_is_owed_since_when_and_what_comes_next(ledger):
    """Arrears part by part and in words, the day to answer by, the next level, and who gets a copy."""
    issue(ledger, FEBRUARY, NOW, folder=ledger.parent / "keluar")
    text = (ledger.parent / "keluar" / "S-0001-MAWAR.txt").read_text(encoding="utf-8")
    for words in (
        "Nomor    : 001/UPK-SR/II/2026",
        "Pokok                  : Rp200.000",
        "Jasa                   : Rp36.000",
        "Jumlah                 : Rp236.000",
        "dua ratus tiga puluh enam ribu rupiah",
        "1 kali, sejak 5 Februari 2026 (23 hari)",
        "Bila sampai 14 Maret 2026 tunggakan belum dibayar, langkah berikutnya adalah\nSurat Teguran II.",
        "Tembusan:\n1. Ketua RW\n2. Arsip",
    ):
        assert words in text
    assert "{" not in text
    assert max(len(line) for line in text.splitlines()) <= 78


@pytest.mark.parametrize("level", range(1, 7))
def test_every_level_has_a_text_that_can_be_used(ledger, level):
    """Level 6 of a longer ladder gets the general text."""
    rungs = [replace(DEFAULT_POLICY.ladder[0], number=number) for number in range(1, level)]
    top = replace(DEFAULT_POLICY.ladder[0], number=level, name="Surat Khusus", block=Block.RW)
    policy = replace(DEFAULT_POLICY, ladder=(*rungs, top), climbing=LadderRules(may_jump=True))
    set_policy(ledger, policy, LENT_ON, NOW)
    (mawar, _) = issue(ledger, FEBRUARY, NOW).letters
    assert "Surat Khusus" in mawar.text
    assert "{" not in mawar.text
    assert "pinjaman baru untuk semua KSM di RW 05 ditahan" in " ".join(mawar.text.split())


def test_the_same_day_again_changes_nothing(ledger):
    """Not a byte of the ledger, and no file."""
    issue(ledger, FEBRUARY, NOW)
    before, files = ledger.read_bytes(), sorted(ledger.parent.rglob("*"))
    again = issue(ledger, FEBRUARY, NOW)
    assert (again.letters, again.folder) == ((), None)
    assert (ledger.read_bytes(), sorted(ledger.parent.rglob("*"))) == (before, files)


def test_a_day_before_a_letter_that_went_out_brings_no_second_one(ledger):
    """The March letter is out: February cannot be caught up with."""
    issue(ledger, MARCH, NOW)
    assert [line.book.loan.number for line in batch(ledger, FEBRUARY)] == []


def test_a_text_with_an_unknown_placeholder_is_refused_before_anything_is_recorded(ledger):
    """The UPK's own texts stand beside the ledger; both slips of the pen are named, with their lines."""
    own = ledger.parent / "surat"
    own.mkdir()
    (own / "tingkat-1.txt").write_text("Yth. {ksm}\n{tungakan} dan {sanction.__class__}\n", encoding="utf-8")
    before = ledger.read_bytes()
    with pytest.raises(FaultyDataError) as refused:
        issue(ledger, FEBRUARY, NOW)
    assert [(item.line, item.message) for item in refused.value.findings] == [
        (2, "isian {tungakan} dalam tingkat-1.txt tidak dikenal"),
        (2, "isian {sanction.__class__} dalam tingkat-1.txt tidak dikenal"),
    ]
    assert ledger.read_bytes() == before
    assert [file for file in ledger.parent.iterdir() if file.name.startswith((".surat", "surat-"))] == []


def test_a_name_with_braces_is_printed_as_it_is(ledger):
    """What comes from the registers is never read as a placeholder."""
    own = ledger.parent / "surat"
    own.mkdir()
    (own / "tingkat-1.txt").write_text("{ksm} {pinjaman}", encoding="utf-8")
    add_ksm(ledger, KSM("A/../B", "{tunggakan}\n{kop}", "02", "001", member_count=5), OPENED_ON, NOW)
    disburse(ledger, "A/../B", WISH, LENT_ON, NOW)
    odd = issue(ledger, FEBRUARY, NOW).letters[-1]
    assert (odd.text, odd.file_name) == ("KSM {tunggakan} {kop} P-0003\n", "S-0003-A-B.txt")


def test_a_file_in_the_way_stops_the_whole_batch(ledger):
    """Nothing is recorded and nothing is written over."""
    folder = ledger.parent / "keluar"
    folder.mkdir()
    (folder / "S-0002-MELATI.txt").write_text("lama", encoding="utf-8")
    with pytest.raises(RefusedError, match=r"S-0002-MELATI\.txt"):
        issue(ledger, FEBRUARY, NOW, folder=folder)
    assert fetch(ledger, "SELECT count(*) FROM sanction") == [(0,)]
    assert [file.read_text(encoding="utf-8") for file in folder.iterdir()] == ["lama"]


def test_a_folder_that_cannot_be_made_stops_the_whole_batch(ledger):
    """A file stands where the folder should be."""
    (ledger.parent / "keluar").write_text("", encoding="utf-8")
    with pytest.raises(UsageError):
        issue(ledger, FEBRUARY, NOW, folder=ledger.parent / "keluar" / "februari")
    assert fetch(ledger, "SELECT count(*) FROM sanction") == [(0,)]
    assert not list(ledger.parent.glob(".surat*"))


def test_letters_that_cannot_be_moved_once_recorded_are_not_lost(ledger, monkeypatch):
    """The message says where they are."""
    move, out = Path.replace, ledger.parent / "keluar"

    def refuse(source, target):
        if Path(target).parent == out:
            raise PermissionError(target)
        return move(source, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UsageError) as told:
        issue(ledger, FEBRUARY, NOW, folder=out)
    (draft,) = ledger.parent.glob(".surat*")
    assert str(draft) in told.value.hint
    assert len(list(draft.iterdir())) == len(fetch(ledger, "SELECT number FROM sanction")) == 2


def test_a_failure_while_recording_leaves_nothing_behind(ledger, monkeypatch):
    """The second letter cannot be recorded: neither is the first, and no text is left."""
    done = []

    def fail_later(_, sanction):
        if done:
            raise sqlite3.OperationalError
        done.append(sanction)

    monkeypatch.setattr(Writer, "issue", fail_later)
    with pytest.raises(sqlite3.OperationalError):
        issue(ledger, FEBRUARY, NOW, folder=ledger.parent / "keluar")
    assert fetch(ledger, "SELECT count(*) FROM sanction") == [(0,)]
    assert [file.name for file in ledger.parent.iterdir()] == ["upk.db"]


def test_paying_ends_a_sanction_and_taking_the_receipt_back_revives_it(ledger):
    """Nothing is written down for it: the state follows the journal of the day."""
    issue(ledger, FEBRUARY, NOW)
    paid = receive(ledger, "MELATI", Rupiah(236_000), date(2026, 3, 2), NOW)
    assert _states(ledger, date(2026, 3, 4)) == [("MAWAR", 1, "terbit")]
    reverse_voucher(ledger, paid.voucher.number, "salah KSM", date(2026, 3, 5), NOW)
    assert _states(ledger, date(2026, 3, 4), state="dipenuhi") == [("MELATI", 1, "dipenuhi")]
    assert _states(ledger, date(2026, 3, 5)) == [("MAWAR", 1, "terbit"), ("MELATI", 1, "terbit")]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_letter_can_be_printed_again_as_it_went_out(ledger, level):
    """Byte for byte, by either number, whatever was paid, written up and promised later."""
    _climb(ledger, FEBRUARY, MARCH, APRIL)
    receive(ledger, "MAWAR", Rupiah(300_000), date(2026, 5, 2), NOW)
    change_ksm(ledger, "MAWAR", date(2026, 5, 3), NOW, {"chair": "Ketua Baru", "name": "Mawar Putih"})
    set_policy(ledger, replace(DEFAULT_POLICY, ladder=DEFAULT_POLICY.ladder[:1]), date(2026, 5, 4), NOW)
    day = (FEBRUARY, MARCH, APRIL)[level - 1]
    number = f"S-{2 * level - 1:04d}"
    (file,) = (ledger.parent / f"keluar-{day}").glob(f"{number}-MAWAR.txt")
    before = ledger.read_bytes()
    again = reprint(ledger, number)
    assert again.text.encode() == file.read_bytes()
    assert reprint(ledger, again.sanction.letter.lower()) == again
    assert ledger.read_bytes() == before


def test_a_letter_printed_again_shows_what_was_dated_back(ledger):
    """The arrears stay those of the letter; the balance is that of the books as they now are."""
    issue(ledger, FEBRUARY, NOW)
    receive(ledger, "MAWAR", Rupiah(36_000 + 50_000), date(2026, 2, 27), NOW)
    text = reprint(ledger, "S-0001").text
    assert ("Saldo pokok            : Rp2.350.000" in text, "Jumlah                 : Rp236.000" in text) == (
        True,
        True,
    )


def test_a_letter_that_cannot_be_printed_again_is_refused(ledger):
    """No such number; a level that the ladder of its day has lost since."""
    _climb(ledger, FEBRUARY, MARCH)
    with pytest.raises(NotFoundError):
        reprint(ledger, "S-0009")
    set_policy(ledger, replace(DEFAULT_POLICY, ladder=DEFAULT_POLICY.ladder[:1]), LENT_ON, NOW)
    with pytest.raises(RefusedError, match="tingkat 2 tidak ada lagi"):
        reprint(ledger, "S-0003")


def test_a_list_can_be_narrowed(ledger):
    """By KSM, RW, level and state; an RW may be written without its nought."""
    _climb(ledger, FEBRUARY, MARCH)
    assert _states(ledger, MARCH, ksm="mawar") == [("MAWAR", 2, "terbit")]
    assert _states(ledger, MARCH, rw="2") == [("MELATI", 2, "terbit")]
    assert _states(ledger, MARCH, level=1) == []
    assert _states(ledger, MARCH, state="naik", rw="05") == [("MAWAR", 1, "naik")]
    with pytest.raises(NotFoundError):
        list_sanctions(ledger, MARCH, ksm="matahari")


def test_a_blocked_ksm_can_neither_ask_nor_be_granted_nor_paid(ledger):
    """Level 3 holds the KSM back at every step, and only from the day of the letter on."""
    modest = Wish(Rupiah(1_000_000), 10)
    asked = propose(ledger, "MAWAR", modest, MARCH, NOW)
    _climb(ledger, FEBRUARY, MARCH, APRIL)
    for step in (
        lambda: propose(ledger, "MAWAR", modest, APRIL, NOW),
        lambda: decide(ledger, asked.proposal.number, APRIL, NOW, approved=True, minutes="1/BA"),
        lambda: disburse(ledger, "MAWAR", modest, APRIL, NOW),
    ):
        with pytest.raises(RefusedError, match=r"ditahan sejak 30-04-2026 oleh sanksi S-0005"):
            step()


def test_minutes_set_a_block_aside_and_are_reported(ledger):
    """The proposal keeps their number, and the month's decisions name it."""
    _climb(ledger, FEBRUARY, MARCH, APRIL)
    asked = propose(ledger, "MAWAR", Wish(Rupiah(1_000_000), 10), APRIL, NOW, permit="07/BA")
    assert asked.proposal.override == "07/BA"
    books = monthly_books(ledger, Month(2026, 4))
    told = [row.cells[1:9] for row in find("keputusan").report(books).section.rows]
    assert [(cells[0], cells[5], cells[6], cells[7]) for cells in told] == [("P-0003", "diajukan", "07/BA", "ya")]


def test_minutes_are_kept_only_where_they_set_something_aside(ledger):
    """Nothing held Kenanga back: the permit was not needed and is not written down."""
    asked = propose(ledger, "KENANGA", Wish(Rupiah(1_000_000), 10), APRIL, NOW, permit="07/BA")
    assert asked.proposal.override == ""


def test_an_rw_is_blocked_by_a_written_off_loan_no_longer(ledger):
    """Written off, the loan is no part of the RW's risk; its own KSM stays held back by the lending rules."""
    ladder = (
        replace(
            DEFAULT_POLICY.ladder[0],
            block=Block.RW,
            block_while_par_percent=DEFAULT_POLICY.ladder[4].block_while_par_percent,
        ),
    )
    set_policy(ledger, replace(DEFAULT_POLICY, ladder=ladder), LENT_ON, NOW)
    issue(ledger, APRIL, NOW)
    with pytest.raises(RefusedError, match="RW 05 ditahan"):
        propose(ledger, "KENANGA", WISH, APRIL, NOW)
    write_off(ledger, "MAWAR", date(2026, 5, 2), NOW, decision="08/BA")
    assert propose(ledger, "KENANGA", WISH, date(2026, 5, 3), NOW).proposal.number == "P-0003"
    assert ("MAWAR", 1, "terbit") in _states(ledger, date(2026, 5, 3))


def test_a_withdrawal_needs_the_running_letter(ledger):
    """A letter already replaced, already paid or not yet out cannot be withdrawn."""
    _climb(ledger, FEBRUARY, MARCH)
    for number, day in (("S-0001", MARCH), ("S-0003", FEBRUARY)):
        with pytest.raises(RefusedError, match="tidak sedang berjalan"):
            withdraw(ledger, number, "rapat", day, NOW)
    with pytest.raises(RefusedError, match="tidak sedang berjalan"):
        withdraw(ledger, "S-0001", "rapat", FEBRUARY, NOW)
    assert withdraw(ledger, "003/upk-sr/iii/2026", "rapat", date(2026, 4, 2), NOW).number == "S-0003"
    assert _states(ledger, date(2026, 4, 2), state="dicabut") == [("MAWAR", 2, "dicabut")]


def test_a_note_is_kept_once_a_day(ledger):
    """The very same words on another day are another note."""
    issue(ledger, FEBRUARY, NOW)
    days = (date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 3))
    new = [note(ledger, "MAWAR", EventKind.VISIT, day, NOW, text="tidak bertemu").is_new for day in days]
    assert new == [True, False, True]
    (file,) = history(ledger, "MAWAR", date(2026, 3, 3))
    assert [(event.sanction, event.dated_on) for event in file.events] == [("S-0001", days[0]), ("S-0001", days[2])]


def test_a_note_can_come_before_any_letter(ledger):
    """A visit in January belongs to the loan; no sanction runs yet."""
    noted = note(ledger, "MAWAR", EventKind.CAUSE, date(2026, 2, 10), NOW, cause=Cause.MOVED)
    assert (noted.event.loan, noted.event.sanction) == ("P-0001", None)


def test_a_promise_without_an_amount_is_about_all_that_is_behind(ledger):
    """Before anything is due there is nothing to promise, and the amount must be said."""
    promised = note(ledger, "MAWAR", EventKind.PROMISE, MARCH, NOW, promised_on=APRIL).event
    assert promised.promised_amount == Rupiah(472_000)
    with pytest.raises(UsageError, match="jumlah janji"):
        note(ledger, "MAWAR", EventKind.PROMISE, LENT_ON, NOW, promised_on=APRIL)


def test_causes_are_counted_by_rw(ledger):
    """Only of loans that are behind; those without a cause have a column of their own."""
    note(ledger, "MAWAR", EventKind.CAUSE, MARCH, NOW, cause=Cause.BANKRUPT)
    section = find("rekap-rw").report(monthly_books(ledger, Month(2026, 3))).section
    keys = [column.key for column in section.columns]
    counted = [
        {
            key: cell
            for key, cell in zip(keys, row.cells, strict=True)
            if key in ("rw", "usaha_bangkrut", "sebab_belum_dicatat")
        }
        for row in section.rows
    ]
    assert counted == [
        {"rw": "02", "usaha_bangkrut": 0, "sebab_belum_dicatat": 1},
        {"rw": "05", "usaha_bangkrut": 1, "sebab_belum_dicatat": 0},
        {"rw": "JUMLAH", "usaha_bangkrut": 1, "sebab_belum_dicatat": 1},
    ]


def test_the_report_shows_what_ended_in_its_month_and_what_the_letters_brought(ledger):
    """Melati paid in March: the March report has it once, April no more; the effect stays."""
    issue(ledger, FEBRUARY, NOW)
    receive(ledger, "MELATI", Rupiah(236_000), date(2026, 3, 2), NOW)
    reports = [find("sanksi").report(monthly_books(ledger, Month(2026, month))) for month in (3, 4)]
    shown = [[(row.cells[0], row.cells[8]) for row in report.section.rows] for report in reports]
    assert ("P-0002", "dipenuhi") in shown[0]
    assert ("P-0002", "dipenuhi") not in shown[1]
    assert [row.cells[2:] for report in reports for row in report.more[0].rows if row.cells[0] == 1] == [
        (2, 0, 1, 50, Rupiah(472_000), Rupiah(236_000))
    ] * 2


def test_no_effect_is_shown_before_the_first_letter(ledger):
    """Until then the report is the list of what is due."""
    assert find("sanksi").report(monthly_books(ledger, Month(2026, 2))).more == ()


def test_a_report_of_the_past_knows_nothing_of_later_letters(ledger):
    """February reads the same before and after the letters of March."""
    before = find("sanksi").report(monthly_books(ledger, Month(2026, 2)))
    _climb(ledger, MARCH)
    note(ledger, "MAWAR", EventKind.NOTE, APRIL, NOW, text="ketua sakit")
    after = find("sanksi").report(monthly_books(ledger, Month(2026, 2)))
    assert replace(after, footer=before.footer, code=before.code) == before


def test_the_audit_package_holds_what_is_due_and_every_letter(ledger):
    """Each letter with its state at the end of the days; the package is sound."""
    _climb(ledger, FEBRUARY, MARCH)
    receive(ledger, "MELATI", Rupiah(472_000), date(2026, 4, 2), NOW)
    package = write(ledger, date(2026, 1, 1), APRIL, ledger.parent / "paket")
    text = (package.folder / "sanksi.csv").read_text(encoding="utf-8-sig").replace(chr(34), "")
    lines = text.splitlines()[1:]
    told = sorted((cells[0], cells[1], cells[4], cells[5]) for cells in (line.split(";") for line in lines))
    assert package.findings == ()
    assert told == [
        ("P-0001", "1", "naik", "2026-02-28"),
        ("P-0001", "2", "terbit", "2026-03-31"),
        ("P-0001", "3", "diusulkan", "2026-04-30"),
        ("P-0002", "1", "diusulkan", "2026-04-30"),
        ("P-0002", "1", "naik", "2026-02-28"),
        ("P-0002", "2", "dipenuhi", "2026-03-31"),
    ]


def test_letters_and_events_cannot_be_changed(ledger):
    """The tables only grow."""
    issue(ledger, FEBRUARY, NOW)
    note(ledger, "MAWAR", EventKind.NOTE, FEBRUARY, NOW, text="ketua sakit")
    with sqlite3.connect(ledger) as connection:
        for change in ("UPDATE sanction SET level = 5", "DELETE FROM sanction", "DELETE FROM sanction_event"):
            with pytest.raises(sqlite3.IntegrityError, match="hanya boleh ditambah"):
                connection.execute(change)
    assert [book.loan.number for book in list_loans(ledger, FEBRUARY)] == ["P-0001", "P-0002"]
