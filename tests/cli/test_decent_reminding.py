"""Reminders are decent: on days and at hours that are right for it, signed, one sentence once, to nobody else."""

import sqlite3
from datetime import datetime, timedelta, timezone

import pytest

from conftest import led_once
from danabergulir.cli.dunning import reminders
from ledger.small_ledger import fetch
from message_box import open_mailbox

SUNDAY, MONDAY = ("--per", "2026-02-08"), ("--per", "2026-02-09")
SENTENCE = "Dana ini milik warga bersama."


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger in which Mawar pays on the 5th of each month, from February on."""
    book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02")
    who = ("--rw", "05", "--rt", "003", "--ketua", "Ani", "--telepon", "081200000001", "--tanggal", "2026-01-02")
    book("ksm", "tambah", "MAWAR", "Mawar", *who)
    lent = book(
        "pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "2,4jt", "--tenor", "12", "--tanggal", "2026-01-05"
    )
    assert lent.status == 0
    return book


def _reminded(run):
    return fetch(run.ledger, "SELECT count(*) FROM reminder")[0][0]


def _policy(run, *changes):
    text = run("kebijakan", "bawaan").stdout
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (run.folder / "aturan.toml").write_text(text, encoding="utf-8")
    done = run("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2025-12-31")
    assert done.status == 0, done.stderr


@pytest.mark.parametrize("form", ["tabel", "teks"])
def test_nobody_is_reminded_on_a_sunday(lent, form):
    """The job says so and ends well, and nothing is written down; the next day it is said."""
    told = lent("ingatkan", *SUNDAY, "--format", form)
    assert (told.status, told.stdout, _reminded(lent)) == (0, "", 0)
    assert told.stderr == (
        "Tidak mengingatkan pada hari Minggu; tidak ada yang dicatat. Lihat saja: tambahkan --coba\n"
    )
    assert "P-0001" in lent("ingatkan", *MONDAY, "--format", form).stdout
    assert _reminded(lent) == 1


def test_on_a_sunday_one_may_look(lent):
    """A look and a list for programs remind nobody."""
    assert "P-0001" in lent("ingatkan", *SUNDAY, "--coba").stdout
    assert "P-0001" in lent("ingatkan", *SUNDAY, "--format", "csv").stdout
    assert _reminded(lent) == 0


def test_a_quiet_sunday_is_not_talked_about(lent):
    """With nothing to say a job says nothing, whatever day it is."""
    assert lent("ingatkan", "--per", "2026-01-25") == (0, "", "")


def test_a_day_off_of_the_calendar_is_none_for_reminding(lent):
    """Whether due dates move then or not."""
    _policy(lent, ("libur = []", 'libur = ["2026-02-09"]'))
    told = lent("ingatkan", *MONDAY)
    assert (told.status, told.stdout) == (0, "")
    assert told.stderr.startswith("Tidak mengingatkan pada hari libur;")


def test_the_board_may_allow_every_day(lent):
    """Days, days off and hours are its own affair."""
    _policy(
        lent,
        ('hari = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu"]', 'hari = ["minggu"]'),
        ("libur = []", 'libur = ["2026-02-08"]'),
        ("hari_libur = false", "hari_libur = true"),
    )
    assert "P-0001" in lent("ingatkan", *SUNDAY).stdout
    assert lent("ingatkan", *MONDAY).stdout == ""


def _at(monkeypatch, hour, minute=0):
    """Make it that hour of a Saturday."""
    moment = datetime(2026, 11, 21, hour, minute, tzinfo=timezone(timedelta(hours=7)))
    monkeypatch.setattr(reminders, "now", lambda: moment)
    monkeypatch.setattr(reminders, "today", moment.date)


@pytest.mark.parametrize(("hour", "minute", "told"), [(7, 59, False), (8, 0, True), (19, 59, True), (20, 0, False)])
def test_nobody_is_reminded_before_eight_or_from_eight_in_the_evening(lent, monkeypatch, hour, minute, told):
    """Today counts with its hour, a Saturday."""
    _at(monkeypatch, hour, minute)
    done = lent("ingatkan")
    assert (done.status, "P-0001" in done.stdout, bool(_reminded(lent))) == (0, told, told)
    outside = f"Tidak mengingatkan pada pukul {hour:02}.{minute:02}, di luar pukul 08.00 sampai 20.00; "
    assert done.stderr.startswith(outside) != told


def test_messages_leave_at_no_other_hour_whatever_day_they_are_for(lent, monkeypatch):
    """What is sent arrives now."""
    pytest.importorskip("apprise")
    with open_mailbox() as box:
        (lent.folder / "alamat.csv").write_text(f"penerima;alamat\nMAWAR;{box.address('ksm')}\n", encoding="utf-8")
        _at(monkeypatch, 21)
        assert lent("ingatkan", *MONDAY, "--kirim", "alamat.csv").status == 0
        assert (box.came, _reminded(lent)) == ([], 0)
        _at(monkeypatch, 9)
        assert lent("ingatkan", *MONDAY, "--kirim", "alamat.csv").status == 0
        assert box.names == ["ksm"]


def test_a_text_is_signed_by_the_officer_and_asks_to_call(lent):
    """By whoever collects; without anybody on record by the UPK alone."""
    plain = lent("ingatkan", *MONDAY, "--format", "teks", "--coba").stdout
    assert "Hubungi kami bila berat.\nMohon disampaikan kepada anggota." in plain
    assert "Terima kasih.\nUPK Melati\n" in plain
    names = ("--petugas", "Kasir=Bu Sari", "--petugas", "Petugas Pinjaman=Pak Tigor")
    assert lent("profil", "ubah", *names, "--tanggal", "2025-12-31").status == 0
    signed = lent("ingatkan", *MONDAY, "--format", "teks", "--coba").stdout
    assert signed.count("Terima kasih.\nPak Tigor, Petugas Pinjaman\nUPK Melati\n") == 2


def test_the_sentence_is_off_until_the_board_writes_one_and_said_once_for_an_instalment(lent):
    """Not before the due date, not in the second text about the same instalment, again for the next one."""
    assert SENTENCE not in lent("ingatkan", *MONDAY, "--format", "teks", "--coba").stdout
    _policy(lent, ('kalimat = ""', f'kalimat = "{SENTENCE}"'))

    def said(day):
        return lent("ingatkan", "--per", day, "--format", "teks").stdout.count(f"{SENTENCE}\n")

    assert [said(day) for day in ("2026-02-03", "2026-02-06", "2026-02-16")] == [0, 1, 0]
    assert lent("terima", "MAWAR", "236rb", "--tanggal", "2026-02-17").status == 0
    assert said("2026-03-06") == 1
    assert fetch(lent.ledger, "SELECT dated_on FROM reminder WHERE sentence = 1 ORDER BY id") == [
        ("2026-02-06",),
        ("2026-03-06",),
    ]


def test_the_head_of_the_rw_hears_no_sentence_and_its_table_says_none(lent):
    """It is for the KSM alone; what was shown as a table was not said."""
    _policy(lent, ('kalimat = ""', f'kalimat = "{SENTENCE}"'))
    texts = lent("ingatkan", *MONDAY, "--format", "teks", "--coba").stdout
    rw = texts[texts.index("--- Ketua RW 05") : texts.index("--- Bendahara")]
    assert SENTENCE not in rw
    assert lent("ingatkan", *MONDAY).status == 0
    assert fetch(lent.ledger, "SELECT sentence FROM reminder") == [(None,)]


def test_one_address_for_two_ksm_is_refused(lent):
    """A group chat would tell everybody who is late; one person may lead two KSM."""
    for code, chair, phone in (("MELATI", "Budi", "081200000002"), ("DAHLIA", "Ani", "081200000001")):
        who = ("--rw", "05", "--rt", "003", "--ketua", chair, "--telepon", phone, "--tanggal", "2026-01-02")
        assert lent("ksm", "tambah", code, code.title(), *who).status == 0
    both = "penerima;alamat\nMAWAR;json://localhost/a\n{};json://localhost/a\n"
    (lent.folder / "alamat.csv").write_text(both.format("MELATI"), encoding="utf-8")
    told = lent("ingatkan", *MONDAY, "--kirim", "alamat.csv", "--coba")
    assert (told.status, told.stderr.splitlines()[0]) == (
        1,
        (
            "Galat baris 3: alamat ini sudah dipakai KSM lain. Pesan tiap KSM hanya untuk ketuanya sendiri, "
            "bukan untuk grup. Pakai alamat ketua KSM ini."
        ),
    )
    (lent.folder / "alamat.csv").write_text(both.format("DAHLIA"), encoding="utf-8")
    assert lent("ingatkan", *MONDAY, "--kirim", "alamat.csv", "--coba").status == 0


def test_a_policy_of_an_older_program_reminds_as_it_did(lent):
    """Its board never said anything of days and hours."""
    lines = lent("kebijakan", "bawaan").stdout.splitlines(keepends=True)
    new = ("hari = ", "hari_libur = ", "jam = ", "kalimat = ", "nama_penunggak = ", "berita_acara = ", "[papan]")
    older = "".join(line for line in lines if not line.startswith(new))
    with sqlite3.connect(lent.ledger) as connection:
        connection.execute("DROP TRIGGER policy_no_update")
        connection.execute("UPDATE policy SET toml = ?", (older,))
    assert "P-0001" in lent("ingatkan", *SUNDAY).stdout
