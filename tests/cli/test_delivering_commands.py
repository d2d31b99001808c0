"""``ingatkan --kirim`` against a service on this computer: each recipient is told once, and no address ever shows."""

import sqlite3
import sys
from contextlib import closing

import pytest

from conftest import led_once
from danabergulir.ledger import answers
from danabergulir.ledger.file import schema
from ledger.small_ledger import fetch
from message_box import SECRET, open_mailbox

LATE_DAY = ("ingatkan", "--per", "2026-02-10")
SILENT = (0, "", "")
NAMES = {"bendahara": "bendahara", "RW 5": "rw", "mawar": "ksm"}
"""The recipients as the address file writes them, and the name of each in the mailbox."""


@pytest.fixture
def mailbox():
    """Return an open mailbox."""
    with open_mailbox() as box:
        yield box


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger in which Mawar and Melati owe the instalment of 5 February 2026."""
    book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02")
    for code, rw in (("MAWAR", "05"), ("MELATI", "02")):
        book("ksm", "tambah", code, code.title(), "--rw", rw, "--rt", "003", "--tanggal", "2026-01-02")
        lent = book(
            "pinjaman", "cairkan", code, "--tetap", "--pokok", "2,4jt", "--tenor", "12", "--tanggal", "2026-01-05"
        )
        assert lent.status == 0
    return book


@pytest.fixture
def send(lent, mailbox):
    """Return a call that sends what there is to say on a day to the three recipients with an address."""
    lines = [f"{recipient};{mailbox.address(name)}\n" for recipient, name in NAMES.items()]
    _write(lent, "penerima;alamat\n" + "".join(lines))

    def run(*words):
        result = lent(*(words or LATE_DAY), "--kirim", "alamat.csv")
        assert SECRET not in result.stdout + result.stderr
        return result

    return run


def _write(lent, text):
    (lent.folder / "alamat.csv").write_text(text, encoding="utf-8")


def test_each_recipient_gets_its_own_text_once(send, mailbox):
    """The KSM, the head of its RW, the treasurer; a second run on the same day has nothing to say."""
    assert send() == (0, "", "3 pesan terkirim.\n")
    assert mailbox.names == ["ksm", "rw", "bendahara"]
    ksm, rw, treasurer = (text for _, _, text in mailbox.came)
    assert ksm.startswith("Yth. Ketua KSM Mawar,\nAngsuran pinjaman P-0001 belum dibayar sejak 5 Februari 2026")
    assert rw.startswith("Yth. Ketua RW 05,\n")
    assert "Menunggak: 2 pinjaman, Rp472.000" in treasurer
    assert {heading for _, heading, _ in mailbox.came} == {"Pengingat UPK Melati"}
    assert send() == SILENT
    assert len(mailbox.came) == 3


def test_what_was_sent_comes_back_after_the_policys_days(send, mailbox):
    """Seven days later, and at once with ``--kirim-ulang``."""
    send()
    assert send("ingatkan", "--per", "2026-02-16") == SILENT
    assert send("ingatkan", "--per", "2026-02-17").status == 0
    assert send(*LATE_DAY, "--kirim-ulang").status == 0
    assert mailbox.names == ["ksm", "rw", "bendahara"] * 3


def test_a_message_that_did_not_arrive_is_sent_next_time_and_no_other(send, mailbox):
    """The failure names the recipient, and the status is not 0."""
    mailbox.broken = {"rw"}
    assert send() == (
        1,
        "",
        (
            "Galat RW 05: pesan tidak terkirim, dicoba lagi pada pengingat berikutnya\n"
            "Galat: 1 dari 3 pesan tidak terkirim\n"
            "Saran: Periksa sambungan internet, dan alamat penerima itu dalam daftar alamat.\n"
        ),
    )
    assert mailbox.names == ["ksm", "bendahara"]
    mailbox.broken = set()
    assert send() == (0, "", "1 pesan terkirim.\n")
    assert mailbox.names == ["ksm", "bendahara", "rw"]


def test_no_service_at_all_loses_nothing(lent, send, mailbox):
    """Nobody listens on that port: all of it is still to be said."""
    _write(lent, f"penerima;alamat\nbendahara;json://upk:{SECRET}@127.0.0.1:9/tutup\n")
    assert send().status == 1
    assert fetch(lent.ledger, "SELECT count(*) FROM reminder") == [(0,)]
    assert "P-0001" in lent(*LATE_DAY).stdout
    assert mailbox.came == []


@pytest.mark.parametrize("address", [SECRET, f"telegramku://{SECRET}", f"json://upk:{SECRET}@"])
def test_an_address_that_is_none_is_a_failure_of_its_recipient(lent, send, mailbox, address):
    """The others get their messages."""
    _write(lent, f"penerima;alamat\nMAWAR;{address}\nbendahara;{mailbox.address('bendahara')}\n")
    told = send()
    assert (told.status, told.stderr.splitlines()[0]) == (
        1,
        "Galat KSM MAWAR: pesan tidak terkirim, dicoba lagi pada pengingat berikutnya",
    )
    assert mailbox.names == ["bendahara"]


def test_what_was_shown_is_not_sent_and_what_the_treasurer_was_sent_is_not_shown(lent, send, mailbox):
    """Whoever looked has taken it on; a look by ``--coba`` does not count."""
    lent(*LATE_DAY, "--coba")
    assert send().status == 0
    assert lent(*LATE_DAY) == SILENT
    later = ("ingatkan", "--per", "2026-03-05")
    assert "jatuh tempo hari ini" in lent(*later).stdout
    assert send(*later) == SILENT
    assert mailbox.names == ["ksm", "rw", "bendahara"]


def test_a_message_to_a_ksm_alone_leaves_the_treasurers_screen_as_it_was(lent, send, mailbox):
    """Only the treasurer's own digest takes the place of the screen."""
    _write(lent, f"penerima;alamat\nMAWAR;{mailbox.address('ksm')}\n")
    send()
    shown = lent(*LATE_DAY).stdout
    assert ("P-0001" in shown, "P-0002" in shown) == (True, True)


def test_only_what_is_new_stands_in_the_next_message(send, lent, mailbox):
    """Kenanga, in the RW of Mawar, is due on the 14th: the two digests of the next day speak of that alone."""
    lent("ksm", "tambah", "KENANGA", "Kenanga", "--rw", "05", "--rt", "003", "--tanggal", "2026-01-02")
    lent("pinjaman", "cairkan", "KENANGA", "--tetap", "--pokok", "2,4jt", "--tenor", "12", "--tanggal", "2026-01-14")
    send()
    assert send("ingatkan", "--per", "2026-02-11") == (0, "", "2 pesan terkirim.\n")
    assert [(name, "P-0001" in text, "P-0003" in text) for name, _, text in mailbox.came[3:]] == [
        *(("rw", False, True), ("bendahara", False, True))
    ]


def test_a_trial_prints_what_would_be_sent(lent, send, mailbox):
    """Only the texts that have an address; nothing leaves the computer and nothing is written down."""
    before = lent.ledger.read_bytes()
    shown = send(*LATE_DAY, "--coba")
    assert [line for line in shown.stdout.splitlines() if line.startswith("---")] == [
        *("--- KSM Mawar ---", "--- Ketua RW 05 ---", "--- Bendahara UPK ---")
    ]
    assert (mailbox.came, lent.ledger.read_bytes()) == ([], before)


def test_mistakes_in_the_address_file_are_named_by_line_and_nothing_is_sent(lent, send, mailbox):
    """An unknown recipient, one that stands there twice, one without an address."""
    _write(
        lent,
        f"penerima;alamat\nMATAHARI;{mailbox.address('a')}\nRW 05;{mailbox.address('b')}\n"
        f"rw 5;{mailbox.address('c')}\nMELATI;\nMAWAR;{mailbox.address('d')};lagi\n",
    )
    told = send()
    assert (told.status, told.stderr.splitlines()) == (
        1,
        [
            "Galat baris 2: penerima tidak dikenal. Tulis bendahara, RW 05, atau kode KSM.",
            "Galat baris 4: penerima ini sudah ada di baris lain. Tulis satu baris tiap penerima.",
            "Galat baris 5: alamat: belum diisi",
            "Galat baris 6: ada 3 kolom, seharusnya 2. Periksa tanda pemisah kolom dan tanda kutip.",
            "Galat: ada kesalahan dalam daftar alamat, tidak ada yang dikirim",
            "Saran: Perbaiki baris yang disebut, lalu ulangi perintah ini.",
        ],
    )
    assert mailbox.came == []


def test_a_file_without_headings_is_refused_without_repeating_it(lent, send, mailbox):
    """The first line would be an address."""
    _write(lent, f"bendahara;{mailbox.address('bendahara')}\n")
    told = send()
    assert (told.status, told.stderr.splitlines()[0]) == (1, "Galat: daftar alamat tidak dapat dibaca: alamat.csv")


@pytest.mark.parametrize("other", [("--ke", "pesan"), ("--format", "teks")])
def test_sending_and_printing_are_two_things(send, mailbox, other):
    """Nobody has to guess which of them was done."""
    assert send(*LATE_DAY, *other).status == 2
    assert mailbox.came == []


def test_without_the_library_the_command_says_what_to_install(send, mailbox, monkeypatch):
    """It is no part of a plain installation."""
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert send() == (
        2,
        "",
        (
            "Galat: pesan belum dapat dikirim: bagian kirim belum dipasang\n"
            'Saran: Pasang dengan: pip install "danabergulir[kirim]"\n'
        ),
    )
    assert mailbox.came == []


def test_a_ledger_in_use_sends_nothing(lent, send, mailbox, monkeypatch):
    """What cannot be written down would be sent again."""
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(lent.ledger, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert send().status == 5
    assert mailbox.came == []


def test_a_message_sent_and_not_written_down_is_told_at_once(send, mailbox, monkeypatch):
    """The disk fills up between the two: no further message goes out."""

    class FullError(sqlite3.OperationalError):
        sqlite_errorname = "SQLITE_FULL"

    def fail(*_):
        raise FullError

    monkeypatch.setattr(answers, "add_reminders", fail)
    told = send()
    assert (told.status, told.stderr.splitlines()[0]) == (
        5,
        (
            "Galat: pesan untuk KSM MAWAR sudah terkirim tetapi belum tercatat, nanti terkirim lagi "
            "(penyimpanan penuh: upk.db)"
        ),
    )
    assert mailbox.names == ["ksm"]
