"""Dates and names for phones as other programs read them, and a book that Datasette shows."""

import json
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from datetime import date, timedelta

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.ledger.file.described import TABLES, described
from danabergulir.reports.exports.content_lines import folded, parted, plain


@pytest.fixture
def fund(run, demonstration):
    """Return a runner beside a copy of the demonstration ledger."""
    shutil.copyfile(demonstration.ledger, run.ledger)
    return run


def _events(text):
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def test_the_calendar_holds_what_the_collection_plan_does(fund):
    """Day by day of the next month, with what is unpaid of each instalment."""
    plan = json.loads(fund("laporan", "2023-01", "--hanya", "rencana-penagihan", "--format", "json").stdout)["baris"]
    due = [row for row in plan if row["jatuh_tempo"]]

    printed = fund("ekspor", "kalender", "--per", "2023-01-31", "--sampai", "2023-02-28", "--ke", "jt.ics")
    events = [event for event in _events((fund.folder / "jt.ics").read_bytes()) if "angsuran" in event["summary"]]

    told = sorted((event.decoded("dtstart").isoformat(), str(event["uid"]).split("@")[0][:6]) for event in events)
    assert printed.status == 0
    assert told == sorted((row["jatuh_tempo"], row["pinjaman"]) for row in due)
    amounts = {str(event["uid"])[:6]: str(event["summary"]).rpartition("Rp")[2].replace(".", "") for event in events}
    for row in due:
        assert int(amounts[row["pinjaman"]]) == row["pokok"] + row["jasa"] + row["titipan"]


def test_an_entry_lasts_a_day_and_rings_at_seven_on_the_day_before(fund):
    """It stands in the calendar as an all-day entry that blocks no time."""
    event = _events(fund("ekspor", "kalender", "--per", "2023-02-01", "--ksm", "K-12").stdout)[0]
    (alarm,) = event.walk("VALARM")

    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
    assert alarm.decoded("trigger") == timedelta(hours=7) - timedelta(days=1)
    assert (event["transp"], event["class"]) == ("TRANSPARENT", "PRIVATE")


def test_a_calendar_may_be_silent_and_of_one_rw(fund):
    """Whoever has no use for the bell leaves it out."""
    events = _events(fund("ekspor", "kalender", "--per", "2023-02-01", "--rw", "4", "--ingatkan", "0").stdout)

    assert events
    assert {str(event["categories"].cats[0]) for event in events} == {"RW 04"}
    assert [alarm for event in events for alarm in event.walk("VALARM")] == []


def test_the_same_days_give_the_same_bytes_and_names(fund):
    """A phone that takes the file in again has every entry once."""
    words = ("ekspor", "kalender", "--per", "2023-02-01")
    first = fund(*words).stdout
    names = [str(event["uid"]) for event in _events(first)]

    assert fund(*words).stdout == first
    assert len(set(names)) == len(names) > 100
    later = {str(event["uid"]) for event in _events(fund(*words[:-1], "2023-03-01").stdout)}
    assert later < set(names)


def test_a_promise_and_the_answer_to_a_letter_have_their_days(fund):
    """They stand beside the instalments, with what was promised and what is behind."""
    noted = fund(
        *("sanksi", "catat", "Usaha Bersama", "--jenis", "janji-bayar", "--tanggal", "2023-02-01"),
        *("--janji", "2023-02-20", "--jumlah", "500rb"),
    )
    assert noted.status == 0, noted.stderr

    told = {
        (event.decoded("dtstart"), str(event["summary"]))
        for event in _events(fund("ekspor", "kalender", "--per", "2023-02-01").stdout)
    }

    assert (date(2023, 2, 20), "Usaha Bersama: janji bayar Rp500.000") in told


def test_a_calendar_without_days_is_one_all_the_same(book):
    """An empty book gives a file that a phone takes."""
    assert _events(book("ekspor", "kalender").stdout) == []


def test_the_heads_are_cards_with_their_telephones(fund):
    """Of the KSM and of the RW, in the register's words; the file is its owner's alone."""
    printed = fund("ekspor", "kontak", "--ke", "kontak.vcf")
    path = fund.folder / "kontak.vcf"
    cards = list(vobject.readComponents(path.read_text(encoding="utf-8")))
    groups = json.loads(fund("ksm", "daftar", "--format", "json").stdout)["baris"]
    heads = json.loads(fund("rw", "daftar", "--format", "json").stdout)["baris"]

    assert printed.stderr.splitlines() == ["Ditulis ke kontak.vcf", f"{len(cards)} orang."]
    assert [card.fn.value for card in cards] == [row["ketua"] for row in (*groups, *heads)]
    assert all(card.tel.value.isdecimal() for card in cards)
    assert cards[0].org.value == [groups[0]["nama"]]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_who_is_not_on_record_is_told(book):
    """A KSM without a head has no card, and one without a telephone is told, both by the code of the KSM."""
    for code, *chair in (("MAWAR",), ("DAHLIA", "--ketua", "Siti")):
        assert book("ksm", "tambah", code, f"KSM {code}", "--rw", "05", "--rt", "003", *chair).status == 0

    assert book("ekspor", "kontak").stdout.count("BEGIN:VCARD") == 1
    assert book("ekspor", "kontak", "--ke", "k.vcf").stderr.splitlines()[2:] == [
        "Peringatan: ketua 1 KSM belum dicatat: MAWAR",
        "Peringatan: 1 ketua belum ada teleponnya: DAHLIA",
    ]


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120)


@given(_TEXT, _TEXT)
def test_any_name_comes_back_from_a_card(name, place):
    """Whatever signs are in it, wherever its line is folded: an outside reader gets the same text."""
    card = [
        ("BEGIN", "VCARD"),
        ("VERSION", "3.0"),
        ("N", parted("", name, "", "", "")),
        ("FN", plain(name)),
        ("NOTE", plain(place)),
        ("END", "VCARD"),
    ]
    text = folded(card)
    read = vobject.readOne(text)

    assert (read.fn.value, read.note.value, read.n.value.given) == (name, place, name)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@given(_TEXT)
def test_any_summary_comes_back_from_a_calendar(text):
    """The second reader agrees, whose lines are folded the same way."""
    lines = [("BEGIN", "VCALENDAR"), ("BEGIN", "VEVENT"), ("UID", "x"), ("SUMMARY", plain(text)), ("END", "VEVENT")]
    (event,) = _events(folded([*lines, ("END", "VCALENDAR")]))

    assert str(event["summary"]) == text


def test_every_table_and_column_of_a_book_is_described(fund):
    """Whoever opens the file elsewhere reads what stands where; a new table says so in `ledger/file/described.py`."""
    with closing(sqlite3.connect(fund.ledger)) as connection:
        shape = described(connection)

    assert [name for name in shape if name not in TABLES] == []
    assert [name for name in TABLES if name not in shape] == []
    assert [(table, column.name) for table, columns in shape.items() for column in columns if not column.words] == []


def test_datasette_is_told_of_every_view_and_asks_what_sqlite_answers(fund):
    """The views come first, the tables below are hidden, and every question that stands ready has an answer."""
    assert fund("ekspor", "datasette", "--ke", "buku.json").stderr.splitlines() == [
        "Ditulis ke buku.json",
        'Buka dengan: datasette "upk.db" -m "buku.json"',
    ]
    known = json.loads((fund.folder / "buku.json").read_text(encoding="utf-8"))["databases"]["upk"]

    shown = [name for name, table in known["tables"].items() if not table.get("hidden")]
    assert shown == ["jurnal", "kartu_pinjaman", "saldo", "tunggakan_sekarang"]
    given_words = {"pinjaman": "P-0037", "bulan": "2023-01"}
    with closing(sqlite3.connect(fund.ledger)) as connection:
        for query in known["queries"].values():
            assert connection.execute(query["sql"], given_words).fetchall(), query
