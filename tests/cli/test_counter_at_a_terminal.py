"""``kasir`` at the keyboard: the screen with keys handed to it, and a real pseudo-terminal."""

import re
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from counter_queue import DAY, INSTALMENT, NAMES, PAID_ON, code, receipts, recorded
from danabergulir.cli.till import counter as till_counter
from danabergulir.cli.till.counter import Counter
from danabergulir.cli.till.screen import serve_at_screen
from danabergulir.cli.usage import options
from danabergulir.operations import till

UNDO, DOWN = "\x1a", "\x1b[B"
STOP = "\x03" * 4
"""Ctrl-C wherever the keys have led: no test waits for one that never comes."""


@pytest.fixture
def typed(queue, capsys):
    """Return a function that types keys at the counter and returns what is printed."""

    def play(keys: str, *, day: date = PAID_ON, into: str | None = None, folder: Path | None = None) -> str:
        accounts = till.open_till(queue.ledger, day, options.now(), into)
        with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
            keyboard.send_text(f"{keys}\r{STOP}")
            serve_at_screen(Counter(queue.ledger, day, accounts, folder))
        printed = capsys.readouterr()
        return printed.out + printed.err

    return play


def _amounts(queue):
    return [(row[4], row[9], row[10]) for row in recorded(queue.ledger) if row[3] >= PAID_ON.isoformat()]


def test_a_part_of_the_name_and_enter_twice_take_what_is_due(queue, typed):
    """Six keys for a KSM; what is due stands there before money is typed, what came in on the day below it."""
    screen = typed("ken\r\r")

    assert "K-06 Kenanga, RW 06: Rp690.000" in screen
    assert "P-0006  jatuh tempo 05-02-2026: jasa 90.000 + pokok 600.000; saldo 6.000.000" in screen
    assert "BKM-2026-0002  Kenanga (P-0006)  Rp690.000: jasa 90.000, pokok 600.000." in screen
    assert "Uang masuk hari itu: Kas 690.000 (1)" in screen
    assert receipts(queue.ledger) == ["BKM-2026-0002"]


@pytest.mark.parametrize(
    "keys",
    ["k-06\r\r", "P-0006\r\r", "nang\r\r", "KENANGA\r\r", "rw 6 nang\r\r", "kenanga 690rb\r", "690.000 kenanga\r"],
)
def test_every_way_of_finding_a_ksm_comes_to_the_same_receipt(queue, typed, keys):
    """Code, loan, any part of the name, RW with another word, and the amount on the same line."""
    typed(keys)

    assert [row[6] for row in recorded(queue.ledger) if row[2] == "angsuran"] == ["P-0006", "P-0006"]


def test_a_group_called_by_a_number_is_named_by_its_name(queue, typed):
    """``Melati 2`` beside ``Melati``: what is asked of it is shown before anything is recorded."""
    assert "K-03 Melati 2, RW 03: Rp690.000" in typed("melati 2\r\r")
    assert receipts(queue.ledger) == ["BKM-2026-0002"]


def test_a_whole_queue_is_what_terima_records(queue, queue_ledger, typed):
    """24 KSM, one of them with two loans: voucher for voucher the same."""
    typed("".join(f"{code(name)}\r\r" for name in NAMES))
    by_keys = recorded(queue.ledger)
    shutil.copyfile(queue_ledger, queue.ledger)

    for loan, amount in [("P-0001", INSTALMENT), ("P-0025", INSTALMENT // 2)]:
        assert queue("terima", loan, str(amount), *DAY).status == 0
    for name in NAMES[1:]:
        assert queue("terima", code(name), str(INSTALMENT), *DAY).status == 0
    assert by_keys == recorded(queue.ledger)


@pytest.mark.parametrize("undo", ["u\r", UNDO])
def test_the_last_answer_is_taken_back_by_one_key(queue, typed, undo):
    """Both receipts of a KSM with two loans, by vouchers of their own; once more takes back the one before."""
    screen = typed(f"kenanga\r\ranggrek\r\r{undo}{undo}{undo}")

    assert "BKM-2026-0004 dibatalkan: Anggrek Rp345.000" in screen
    assert "BKM-2026-0003 dibatalkan: Anggrek Rp690.000" in screen
    assert "BKM-2026-0002 dibatalkan: Kenanga Rp690.000" in screen
    assert "Galat: belum ada yang dicatat sejak kasir dibuka" in screen
    assert len([row for row in recorded(queue.ledger) if row[7]]) == 6


def test_what_is_skipped_is_not_recorded(queue, typed):
    """By ``s``, by Ctrl-C at the amount, and by Enter at the question whether to record what is doubtful."""
    screen = typed("kenanga\rs\rdahlia\r\x03teratai\r6900\r\r")

    assert screen.count("Dilewati.") == 3
    assert receipts(queue.ledger) == []


@pytest.mark.parametrize(
    ("keys", "doubt"),
    [
        ("kenanga\r\rkenanga 690rb\r", "setoran kedua pada hari yang sama"),
        ("kenanga\r6900\r", "kurang dari sepersepuluh angsuran Rp690.000"),
        ("kenanga\r4jt\r", "jauh lebih besar daripada yang jatuh tempo Rp690.000"),
    ],
    ids=["twice", "too little", "too much"],
)
def test_what_is_doubtful_is_asked_about_before_it_is_recorded(queue, typed, keys, doubt):
    """Enter leaves it; ``y`` records it."""
    before = keys.count("\r\r")
    assert doubt in typed(f"{keys}\r")
    assert len(receipts(queue.ledger)) == before

    assert doubt in typed(f"{keys.removeprefix('kenanga' + chr(13) * 2)}y\r")
    assert len(receipts(queue.ledger)) == before + 1


def test_more_than_all_that_is_owed_is_refused_and_asked_again(queue, typed):
    """The KSM still stands there: the next amount is its own."""
    screen = typed("kenanga\r99jt\r690\x7f\x7f\x7fabc\r690rb\r")

    assert "lebih besar daripada seluruh kewajiban pinjaman P-0006" in screen
    assert 'jumlah uang tidak dapat dibaca: "abc"' in screen
    assert receipts(queue.ledger) == ["BKM-2026-0002"]


def test_parts_savings_and_another_account_have_a_key(queue, typed):
    """``b`` asks for each part, ``t`` takes savings beside the loan, ``a`` books this KSM's money to the bank."""
    screen = typed("kenanga\ra\rt\r50rb\rb\r\r80.000\r\r\r\rdahlia\r\r")

    assert "Uang KSM ini masuk ke 11021 - Bank UPK." in screen
    assert "Kenanga  tabungan Rp50.000. Saldo tabungan 50.000." in screen
    paid = [(row[8], row[10], row[11]) for row in recorded(queue.ledger) if row[3] == PAID_ON.isoformat()]
    assert paid == [
        ("11021", 50_000, "tabungan"),
        ("11021", 80_000, "jasa"),
        ("11021", 600_000, "pokok"),
        ("11010", 90_000, "jasa"),
        ("11010", 600_000, "pokok"),
    ]


def test_another_amount_of_a_ksm_with_two_loans_is_asked_for_by_loan(queue, typed):
    """Enter is what the loan asks for, nought is nothing; once nothing is left nobody is asked any more."""
    typed("anggrek\r500rb\r0\r\rkenanga\r\r")

    assert [row[6] for row in recorded(queue.ledger) if row[2] == "angsuran"] == [
        "P-0025",
        "P-0025",
        "P-0006",
        "P-0006",
    ]


@pytest.mark.parametrize(
    ("keys", "parts"),
    [
        ("anggrek\r1,5jt\r\r\ry\r", {"P-0001": 690_000, "P-0025": 810_000}),
        ("anggrek 500rb\r\r", {"P-0001": 500_000}),
        ("anggrek\r1jt\r900jt\r400rb\r700rb\r500rb\r\r", {"P-0001": 400_000, "P-0025": 600_000}),
    ],
    ids=["the last takes the rest", "the first takes all", "what is not left is asked again"],
)
def test_the_parts_of_two_loans_come_to_the_amount_typed(queue, typed, keys, parts):
    """Whatever is answered: Enter, more than is left, less than is left for the last one."""
    screen = typed(keys)

    assert screen.count("sisanya") == {400_000: 3}.get(parts["P-0001"], 0)
    paid = dict.fromkeys(parts, 0)
    for row in recorded(queue.ledger):
        if row[2] == "angsuran":
            paid[row[6]] += row[10]
    assert paid == parts


def test_a_kuitansi_before_any_receipt_is_not_there_yet(typed):
    """Who asks for paper is not told how to cancel."""
    screen = typed("k\rp\r")

    assert screen.count("belum ada setoran sejak kasir dibuka, jadi belum ada kuitansinya") == 2
    assert "batal BUKTI" not in screen


def test_a_kuitansi_goes_to_its_numbered_file_and_to_the_printer(queue, typed, monkeypatch):
    """``k`` writes, ``p`` writes and prints; a printer that fails is told, and nothing is recorded again."""
    printed = []
    monkeypatch.setattr("danabergulir.cli.till.screen.print_out", printed.append)
    screen = typed("kenanga\r\rk\rp\r", folder=queue.folder / "kuitansi")

    path = queue.folder / "kuitansi" / "kuitansi-BKM-2026-0002.pdf"
    assert path.read_bytes().startswith(b"%PDF")
    assert printed == [path]
    assert f"Dikirim ke printer: {path}" in " ".join(screen.split())
    assert receipts(queue.ledger) == ["BKM-2026-0002"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows prints by its own verb, not by lp")
def test_without_a_printer_the_file_is_named(tmp_path, monkeypatch):
    """The paper is there; only the way to the printer is not."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(till_counter.UsageError, match="perintah lp tidak ada") as refused:
        till_counter.print_out(tmp_path / "kuitansi.pdf")
    assert "kuitansi.pdf" in refused.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="Windows prints by its own verb, not by lp")
def test_the_file_is_handed_to_lp(tmp_path, monkeypatch):
    """As one word, whatever its name begins with."""
    spooler = tmp_path / "lp"
    spooler.write_text(f'#!/bin/sh\necho "$@" > "{tmp_path}/dicetak"\n', encoding="utf-8")
    spooler.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    till_counter.print_out(Path("kuitansi-BKM-2026-0002.pdf"))

    assert (tmp_path / "dicetak").read_text(encoding="utf-8") == "-- kuitansi-BKM-2026-0002.pdf\n"


def test_what_another_window_records_meanwhile_is_seen(queue, typed):
    """The screen holds no lock and no old figures: each KSM is read anew, and the day's list is the ledger's."""
    assert queue("terima", "kenanga", "100rb", *DAY).status == 0
    screen = typed("kenanga\r\ry\r")

    assert "K-06 Kenanga, RW 06: Rp590.000" in screen
    assert "Uang masuk hari itu: Kas 690.000 (2)" in screen


def test_several_that_fit_are_listed_and_nobody_is_served(typed):
    """The words stay on the line, to be made longer or chosen from by an arrow."""
    screen = typed("mawar\r merah\r\r")

    assert "Ada 2 KSM yang cocok." in screen
    assert "BKM-2026-0002  Mawar Merah (P-0004)" in screen


def test_the_help_names_every_key_and_no_line_is_wider_than_a_terminal(typed):
    """79 letters at the most, whatever is said."""
    screen = typed("?\rkenanga\r\rkenanga\r\r\ranggrek\r\r")

    assert re.findall(r"^  (\w)  ", screen, re.MULTILINE) == ["u", "q", "s"]
    assert max(map(len, screen.splitlines())) <= 100


@pytest.fixture
def terminal(queue):
    """Return a function that starts the counter in a pseudo-terminal of 80 columns."""
    if sys.platform == "win32":
        pytest.skip("pexpect has no pseudo-terminal on Windows; the tests above hand the keys to the same screen")
    import pexpect  # noqa: PLC0415 - not installed on Windows

    children = []

    def start(*options):
        words = ["-m", "danabergulir", "--buku", str(queue.ledger), "kasir", *DAY, *options]
        child = pexpect.spawn(sys.executable, words, dimensions=(24, 80), encoding="utf-8", timeout=60)
        child.delaybeforesend = None
        children.append(child)
        child.expect("KSM:")
        return child

    yield start
    for child in children:
        child.close(force=True)


def test_a_real_terminal_serves_a_queue_and_ends_with_the_list_of_the_day(queue, terminal):
    """Keys in, answers out, the list at the end, status 0."""
    child = terminal()
    for name in NAMES[3:8]:
        child.send(f"{name.lower()}\r")
        child.expect(r"Jumlah \[690\.000\]")
        child.send("\r")
        child.expect(r"BKM-2026-\d{4}  " + name)
        child.expect("KSM:")
    child.send("rw 6\r")
    child.expect("Ada 3 KSM yang cocok.")
    child.expect("K-22")  # the last line of the list below what is typed
    child.send(DOWN)
    child.expect("K-06")
    child.send("\r")
    child.expect(r"Jumlah \[690\.000\]")
    child.send("s\r")
    child.expect("Dilewati")
    child.expect("KSM:")
    child.send("u\r")
    child.expect("BKM-2026-0006 dibatalkan: Dahlia")
    child.expect("KSM:")
    child.send("q\r")
    child.expect(r"Uang masuk kas\s+2\.760\.000")
    child.wait()

    assert child.exitstatus == 0
    assert len(receipts(queue.ledger)) == 5


def test_ctrl_c_and_ctrl_d_end_with_the_list_too(queue, terminal):
    """Whatever was answered stands in it; the file is left as it was by the last receipt."""
    for key in ("\x03", "\x04"):
        child = terminal()
        child.send(key)
        child.expect("Kas menurut buku")
        child.wait()
        assert child.exitstatus == 0
    assert receipts(queue.ledger) == []
