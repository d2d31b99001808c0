"""``sanksi`` as programs and people at the keyboard meet it: columns, statuses, the question before letters go out."""

import json

import pytest

from conftest import led_once

ISSUE = ("sanksi", "terbitkan", "--per", "2026-02-28", "--ke", "keluar")
REPORT_COLUMNS = [
    *("pinjaman", "ksm", "rw", "tingkat", "tindakan", "dasar", "kali_menunggak", "tunggakan", "status"),
    *("tanggal", "batas_tanggapan"),
]


@pytest.fixture
@led_once
def late(book):
    """Return a runner beside a ledger in which Mawar owes the instalment of 5 February."""
    book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02")
    book("ksm", "tambah", "MAWAR", "Mawar", "--rw", "05", "--rt", "003", "--tanggal", "2026-01-02")
    lent = book(
        "pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "2,4jt", "--tenor", "12", "--tanggal", "2026-01-05"
    )
    assert lent.status == 0
    return book


def _lines(result):
    assert (result.status, result.stderr) == (0, "")
    return json.loads(result.stdout)["baris"]


def test_a_list_has_the_columns_of_the_report_and_more(late):
    """The number of a sanction comes with the letter; before it the cell is empty."""
    (line,) = _lines(late("sanksi", "daftar", "--per", "2026-02-28", "--format", "json"))
    assert list(line)[: len(REPORT_COLUMNS)] == REPORT_COLUMNS
    assert (line["status"], line["nomor"], line["tunggakan"]) == ("diusulkan", "", 236_000)
    late(*ISSUE)
    (line,) = _lines(late("sanksi", "daftar", "--per", "2026-02-28", "--format", "json"))
    assert (line["status"], line["nomor"], line["batas_tanggapan"]) == ("terbit", "S-0001", "2026-03-14")


def test_without_a_keyboard_letters_go_out_at_once(late):
    """The command itself is the order; a program reads what went out."""
    issued = late(*ISSUE, "--format", "csv")
    assert (issued.status, issued.stderr) == (0, "Ditulis ke keluar\n")
    assert issued.stdout.splitlines()[1].startswith("S-0001;001/UPK-MELATI/II/2026;P-0001;KSM Mawar;1;")
    assert sorted(file.name for file in (late.folder / "keluar").iterdir()) == ["S-0001-MAWAR.pdf", "S-0001-MAWAR.txt"]


def test_nothing_due_is_no_error(late):
    """Status 0, a sentence, and no folder."""
    found = late("sanksi", "terbitkan", "--per", "2026-02-06", "--ke", "keluar")
    assert found == (0, "Tidak ada surat sanksi yang perlu terbit.\n", "")
    assert not (late.folder / "keluar").exists()


@pytest.mark.parametrize(("answer", "status", "letters"), [("ya\n", 0, 1), ("tidak\n", 4, 0), ("", 130, 0)])
def test_at_a_keyboard_the_batch_is_shown_and_asked_about(late, answer, status, letters):
    """Only a yes sends the letters; anything else records nothing."""
    asked = late(*ISSUE, typed=answer)
    assert (asked.status, "Terbitkan 1 surat ini?" in asked.stderr) == (status, True)
    assert "diusulkan" in asked.stdout
    listed = _lines(late("sanksi", "daftar", "--per", "2026-02-28", "--status", "terbit", "--format", "json"))
    assert len(listed) == letters


def test_ya_asks_nobody_and_nothing_due_asks_nothing(late):
    """Neither shows the batch twice."""
    assert "Terbitkan" not in late(*ISSUE, "--ya", typed="").stderr
    assert late(*ISSUE, typed="").status == 0


def test_the_page_of_a_ksm_shows_its_history_once_there_is_one(late):
    """Before the first letter the page is as it always was."""
    assert "Sanksi dan penagihan" not in late("ksm", "lihat", "MAWAR").stdout
    late(*ISSUE)
    page = late("ksm", "lihat", "MAWAR").stdout
    assert "Sanksi dan penagihan" in page
    assert "S-0001" in page


def test_a_letter_is_printed_or_written_again(late):
    """The same bytes as the file that went out; a letter of other words is never written over."""
    late(*ISSUE, "--ke", "keluar")
    sent = (late.folder / "keluar" / "S-0001-MAWAR.txt").read_bytes()
    assert late("sanksi", "surat", "s-0001") == (0, sent.decode("utf-8"), "")
    for _ in range(2):
        written = late("sanksi", "surat", "S-0001", "--ke", "ulang")
        assert (written.status, written.stdout, (late.folder / "ulang" / "S-0001-MAWAR.txt").read_bytes()) == (
            0,
            "",
            sent,
        )
    (late.folder / "ulang" / "S-0001-MAWAR.txt").write_text("tangan", encoding="utf-8")
    assert late("sanksi", "surat", "S-0001", "--ke", "ulang").status == 4
    assert late("sanksi", "surat", "S-0002").status == 3


def test_a_history_is_read_by_programs(late):
    """One line per letter, note and ending, oldest first."""
    late(*ISSUE)
    noted = late(
        *("sanksi", "catat", "mawar", "--jenis", "janji-bayar", "--janji", "2026-03-10", "--jumlah", "100rb"),
        *("--tanggal", "2026-03-01", "--keterangan", "disaksikan ketua RW"),
    )
    assert noted.status == 0
    late("terima", "MAWAR", "236rb", "--tanggal", "2026-03-09")
    lines = _lines(late("sanksi", "riwayat", "MAWAR", "--format", "json"))
    assert [(line["tanggal"], line["peristiwa"], line["jumlah"]) for line in lines] == [
        ("2026-02-28", "terbit", 236_000),
        ("2026-03-01", "janji-bayar", 100_000),
        ("2026-03-09", "dipenuhi", 236_000),
    ]
    assert lines[1]["keterangan"] == "dijanjikan 10-03-2026. disaksikan ketua RW"


def test_a_broken_promise_shows_in_the_list_and_in_the_report(late):
    """The day is over and nothing came."""
    late(*ISSUE)
    late("sanksi", "catat", "MAWAR", "--jenis", "janji-bayar", "--janji", "2026-03-10", "--tanggal", "2026-03-01")
    words = "janji 10-03-2026 Rp236.000 tidak ditepati, belum dibayar"
    (line,) = _lines(late("sanksi", "daftar", "--per", "2026-03-11", "--format", "json"))
    assert line["catatan"] == words
    report = late("laporan", "2026-03", "--hanya", "sanksi", "--format", "json")
    assert any(words in row["catatan"] for row in json.loads(report.stdout)["baris"])


def test_a_blocked_ksm_is_refused_with_status_4_and_minutes_let_it_pass(late):
    """At the third letter asking and paying out are refused; ``--izin-ba`` is kept with the proposal."""
    for day in ("2026-02-28", "2026-03-31", "2026-04-30"):
        late("sanksi", "terbitkan", "--per", day)
    terms = ("MAWAR", "--pokok", "1jt", "--tenor", "10", "--tanggal", "2026-05-02")
    for command_name in ("ajukan", "cairkan"):
        refused = late("pinjaman", command_name, *terms)
        assert refused.status == 4
        assert "ditahan sejak 30-04-2026" in refused.stderr
    asked = late("pinjaman", "ajukan", *terms, "--izin-ba", "07/BA/2026")
    assert (asked.status, "07/BA/2026" in asked.stdout) == (0, True)
