"""Letters as the treasurer finds them: text and PDF after ``terbitkan``, drafts and a letter on top of a month."""

import json
import sys

import pytest

from conftest import led_once
from paper_reading import needs_poppler, text_of

ISSUE = ("sanksi", "terbitkan", "--per", "2026-02-28", "--ke", "keluar")


@pytest.fixture
@led_once
def late(book):
    """Return a runner beside a ledger in which Mawar and Melati owe the instalment of 5 February."""
    book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02")
    for code in ("MAWAR", "MELATI"):
        book("ksm", "tambah", code, code.title(), "--rw", "05", "--rt", "003", "--tanggal", "2026-01-02")
        lent = book(
            "pinjaman", "cairkan", code, "--tetap", "--pokok", "2,4jt", "--tenor", "12", "--tanggal", "2026-01-05"
        )
        assert lent.status == 0
    return book


def _names(folder):
    return sorted(file.name for file in folder.iterdir())


@needs_poppler
def test_every_letter_goes_out_as_text_and_as_a_pdf(late):
    """The same amounts stand in both."""
    assert late(*ISSUE).status == 0
    folder = late.folder / "keluar"

    assert _names(folder) == [
        f"S-000{n}-{code}.{end}" for n, code in ((1, "MAWAR"), (2, "MELATI")) for end in ("pdf", "txt")
    ]
    assert text_of(folder / "S-0002-MELATI.pdf").count("Rp236.000") == 1
    assert (folder / "S-0002-MELATI.txt").read_text(encoding="utf-8").count("Rp236.000") == 1


def test_without_the_pdf_library_letters_go_out_as_text(late, monkeypatch):
    """They are recorded all the same, and a remark says what to install."""
    monkeypatch.setitem(sys.modules, "typst", None)
    issued = late(*ISSUE)

    assert (issued.status, _names(late.folder / "keluar")) == (0, ["S-0001-MAWAR.txt", "S-0002-MELATI.txt"])
    assert issued.stderr == (
        "Ditulis ke keluar\nSurat ditulis sebagai teks saja. PDF tidak dapat dibuat di komputer ini: pustaka typst "
        'belum terpasang. Pasang dengan: pip install "danabergulir[pdf]"\n'
    )


def test_a_template_that_cannot_be_used_stops_the_letters(late):
    """Nothing is recorded, so that the same letters can go out once it is mended."""
    own = late.folder / "templat"
    own.mkdir()
    (own / "surat.typ").write_text("#let sheet(it) = [#salah]", encoding="utf-8")
    refused = late(*ISSUE)
    listed = late("sanksi", "daftar", "--per", "2026-02-28", "--format", "json")

    assert (refused.status, "surat.typ" in refused.stderr) == (2, True)
    assert [line["status"] for line in json.loads(listed.stdout)["baris"]] == ["diusulkan", "diusulkan"]
    assert not (late.folder / "keluar").exists()


def test_a_letter_printed_once_more_is_the_same_pdf(late):
    """Byte by byte, by the books of its day."""
    late(*ISSUE)
    again = late("sanksi", "surat", "S-0001", "--ke", "ulang")

    assert again.status == 0
    assert {file.name: file.read_bytes() for file in (late.folder / "ulang").iterdir()} == {
        name: (late.folder / "keluar" / name).read_bytes() for name in ("S-0001-MAWAR.txt", "S-0001-MAWAR.pdf")
    }


def test_the_set_of_a_month_holds_a_draft_for_each_letter_proposed(late):
    """As many files as the report has lines with that status; none once the letters are out."""
    found = []
    for folder in ("sebelum", "sesudah"):
        late("laporan", "2026-02", "--ke", folder, "--format", "pdf")
        report = late("laporan", "2026-02", "--hanya", "sanksi", "--format", "json")
        proposed = [line for line in json.loads(report.stdout)["baris"] if line["status"] == "diusulkan"]
        drafts = late.folder / folder / "surat"
        found.append((len(proposed), _names(drafts) if drafts.exists() else []))
        late(*ISSUE)

    assert found == [(2, ["P-0001-MAWAR.pdf", "P-0002-MELATI.pdf"]), (0, [])]


@needs_poppler
def test_a_draft_on_paper_says_that_it_is_one(late):
    """The number is open, and the foot of the page says when it gets one."""
    late("laporan", "2026-02", "--ke", "set", "--format", "pdf")
    text = text_of(late.folder / "set" / "surat" / "P-0001-MAWAR.pdf")

    assert "....../UPK-MELATI/II/2026" in text
    assert "Rancangan. Nomor diberi dan surat dicatat saat diterbitkan." in text


@needs_poppler
def test_the_letter_on_top_lists_the_reports_and_tells_the_figures_of_the_summary(late):
    """Every report by its title, every figure as the summary has it, everybody who gets a copy."""
    late("profil", "ubah", "--petugas", "Pengawas=Budi Contoh", "--tanggal", "2025-12-31")
    late("laporan", "2026-02", "--ke", "set", "--format", "pdf", "--format", "csv")
    said = " ".join(text_of(late.folder / "set" / "surat-pengantar-2026-02.pdf").split())
    report = late("laporan", "2026-02", "--hanya", "ringkasan", "--format", "json")
    summary = {line["butir"]: line["nilai"] for line in json.loads(report.stdout)["baris"]}
    told = {
        **{label: summary[label] for label in ("Saldo pinjaman", "KSM yang masih meminjam", "Disalurkan bulan ini")},
        **{label: summary[label] for label in ("Pokok kembali bulan ini", "KSM yang menunggak", "Tunggakan pokok")},
        **{label: summary[label] for label in ("Tunggakan jasa", "Kas", "Bank", "Laba sejak Januari")},
    }

    assert {label: value for label, value in told.items() if value not in said} == {}
    assert f"Lampiran : {len(_names(late.folder / 'set' / 'csv'))} laporan" in said
    for words in (
        "Lurah Sukamaju",
        "Laporan laba rugi (LU-01)",
        "Rekap per RW",
        "2. Pengawas UPK (Budi Contoh)",
        "3. Arsip",
    ):
        assert words in said


@needs_poppler
def test_a_month_without_arrears_says_so_in_one_sentence(late):
    """There is no figure to tell."""
    late("laporan", "2026-01", "--ke", "set", "--format", "pdf")

    assert "Tidak ada KSM yang menunggak. Saldo kas" in " ".join(
        text_of(late.folder / "set" / "surat-pengantar-2026-01.pdf").split()
    )
