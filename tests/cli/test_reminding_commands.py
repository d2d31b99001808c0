"""``ingatkan`` as people and jobs meet it: silent when there is nothing to say, and nothing said twice."""

import json
import re
import sqlite3
from contextlib import closing

import pytest

from conftest import led_once
from danabergulir.cli.dunning.reminders import ReminderFormat
from danabergulir.cli.usage.options import OutputFormat
from danabergulir.ledger.file import schema
from ledger.small_ledger import fetch

FORMATS = [item.value for item in ReminderFormat]
LATE_DAY = ("ingatkan", "--per", "2026-02-10")
SILENT = (0, "", "")


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger in which Mawar pays Rp236.000 on the 5th of each month, from February on."""
    book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02")
    book(
        *("ksm", "tambah", "MAWAR", "Mawar", "--rw", "05", "--rt", "003", "--telepon", "0812 0000 0001"),
        *("--tanggal", "2026-01-02"),
    )
    disbursed = book(
        "pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "2,4jt", "--tenor", "12", "--tanggal", "2026-01-05"
    )
    assert disbursed.status == 0
    return book


def test_the_forms_are_those_of_every_listing_and_texts():
    """They stand twice because a listing has no texts."""
    assert [*(item.value for item in OutputFormat if item.value in FORMATS), "teks"] == FORMATS


SPOKEN = ["tabel", "teks"]
READ = ["csv", "json"]


@pytest.mark.parametrize("form", SPOKEN)
def test_nothing_to_say_is_not_said_at_all(lent, form):
    """Not even a heading, on the screen or in a file: a job that runs every morning sends no empty mail."""
    assert lent("ingatkan", "--per", "2026-01-20", "--format", form) == SILENT
    assert lent("ingatkan", "--per", "2026-01-20", "--format", form, "--ke", "keluar") == SILENT
    assert not (lent.folder / "keluar").exists()


@pytest.mark.parametrize("form", READ)
def test_reading_the_list_reminds_nobody(lent, form):
    """A program may ask as often as it likes, and with nothing to say it gets an empty list."""
    first = lent(*LATE_DAY, "--format", form)
    assert "P-0001" in first.stdout
    assert lent(*LATE_DAY, "--format", form) == first
    assert lent(*LATE_DAY, "--format", form, "--ke", "keluar").status == 0
    assert fetch(lent.ledger, "SELECT count(*) FROM reminder") == [(0,)]
    assert "P-0001" in lent(*LATE_DAY).stdout

    empty = lent(*LATE_DAY, "--format", form)
    assert (empty.status, empty.stderr, "P-0001" in empty.stdout) == (0, "", False)


@pytest.mark.parametrize("form", SPOKEN)
def test_what_was_shown_is_not_shown_again(lent, form):
    """``--kirim-ulang`` shows it once more; only the head of the chain has gone on, for it was written down."""
    first = lent(*LATE_DAY, "--format", form)
    assert (first.status, first.stderr) == (0, "")
    assert "P-0001" in first.stdout
    assert lent(*LATE_DAY, "--format", form) == SILENT
    again = lent(*LATE_DAY, "--format", form, "--kirim-ulang")
    assert again._replace(stdout=headless(again.stdout)) == first._replace(stdout=headless(first.stdout))


def headless(text):
    """Return a text without the letters of the heads in it."""
    return re.sub(r"\b[0-9a-f]{16}\b", "", text.replace("%20", " "))


def test_every_text_makes_its_reader_a_witness(lent):
    """The KSM, the head of the RW and the treasurer get the head as it was, and ``periksa --kepala`` knows it later."""
    shown = lent(*LATE_DAY, "--format", "teks").stdout
    assert len(set(re.findall(r"Kepala buku: ([0-9a-f]{16})$", shown, re.MULTILINE))) == 1
    texts = re.split(r"^---.*$", shown, flags=re.MULTILINE)[1:]
    heads = [re.search(r"Kepala buku: ([0-9a-f]{16})\n*$", text)[1] for text in texts]
    assert len(heads) == 3
    assert lent("periksa", "--kepala", heads[0]).status == 0


def test_a_trial_is_not_written_down(lent):
    """It can be looked at as often as one likes."""
    shown = lent(*LATE_DAY, "--coba")
    assert shown == lent(*LATE_DAY, "--coba")
    assert "menunggak" in shown.stdout
    assert fetch(lent.ledger, "SELECT count(*) FROM reminder") == [(0,)]


def test_a_program_reads_amounts_part_by_part(lent):
    """Rupiah, days, and the address that opens WhatsApp."""
    (line,) = json.loads(lent(*LATE_DAY, "--format", "json").stdout)["baris"]
    assert line.pop("tautan").startswith("https://wa.me/6281200000001?text=Yth.%20Ketua%20KSM%20Mawar")
    assert line == {
        "pinjaman": "P-0001",
        "ksm": "Mawar",
        "rw": "05",
        "hal": "menunggak",
        "jatuh_tempo": "2026-02-05",
        "hari": 5,
        "jumlah": 236_000,
        "telepon": "6281200000001",
        "pokok": 200_000,
        "jasa": 36_000,
        "titipan": 0,
        "tabungan": 0,
        "kode_ksm": "MAWAR",
    }


def test_texts_go_into_a_folder_one_file_for_each_reader(lent):
    """The KSM, the head of the RW, the treasurer."""
    written = lent(*LATE_DAY, "--format", "teks", "--ke", "pesan")
    assert written == (0, "", "3 pesan ditulis ke pesan\n")
    assert sorted(file.name for file in (lent.folder / "pesan").iterdir()) == [
        *("bendahara.txt", "ksm-MAWAR.txt", "rw-05.txt")
    ]


def test_a_folder_that_cannot_be_made_is_refused_and_nothing_is_written_down(lent):
    """What nobody could read was not said."""
    (lent.folder / "pesan").write_text("", encoding="utf-8")
    refused = lent(*LATE_DAY, "--format", "teks", "--ke", "pesan")
    assert (refused.status, refused.stdout) == (2, "")
    assert fetch(lent.ledger, "SELECT count(*) FROM reminder") == [(0,)]


def test_a_ledger_that_another_window_holds_is_read_all_the_same(lent, monkeypatch):
    """The reminders are shown, and a warning says that they will come again."""
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(lent.ledger, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        shown = lent(*LATE_DAY)
    assert (shown.status, "P-0001" in shown.stdout) == (0, True)
    assert shown.stderr == (
        "Peringatan: belum tercatat bahwa ini sudah diingatkan, nanti muncul lagi "
        "(buku sedang dipakai jendela lain: upk.db)\n"
    )
    assert lent(*LATE_DAY).stdout == shown.stdout


def test_days_ahead_are_counted_from_the_day_asked_for(lent):
    """Three by default; a negative number is refused."""
    assert lent("ingatkan", "--per", "2026-02-01", "--coba") == SILENT
    assert "akan jatuh tempo" in lent("ingatkan", "--per", "2026-02-01", "--hari-depan", "4", "--coba").stdout
    assert lent("ingatkan", "--hari-depan", "-1").status == 2
