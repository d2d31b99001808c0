"""``pinjaman berkas`` and cards with ``--format pdf``: what stands on paper is what the program says on the screen."""

import json
import re
from datetime import date

import pytest

from conftest import led_once
from danabergulir.money import Rupiah, format_number, format_rupiah, terbilang
from danabergulir.render.screen.page import shown
from paper_reading import lines_of, needs_poppler

pytestmark = needs_poppler

NAMES = ("Ani Wulansari", "Beti #1 *tebal* $x$", "Citra <b>_\\", "Didi", "Endah")
NIK = "3273011234569876"
ASK = ("pinjaman", "ajukan", "MAWAR", "--pokok", "2jt", "--tenor", "10", "--keperluan", "modal warung", "--rata")


@pytest.fixture
@led_once
def group(book):
    """Return a runner beside a ledger with money and the KSM Mawar of five members, one with a NIK on record."""
    book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02")
    who = ("--rw", "05", "--rt", "003", "--ketua", "Ani Wulansari", "--tanggal", "2026-01-02")
    book("ksm", "tambah", "MAWAR", "Mawar", *who)
    for name in NAMES:
        nik = ("--nik", NIK) if name == NAMES[0] else ()
        added = book("anggota", "tambah", "MAWAR", name, "--jenis-kelamin", "P", *nik, "--tanggal", "2026-01-02")
        assert added.status == 0
    return book


@pytest.fixture
@led_once
def lent(group):
    """Return the runner after Mawar asked on 5 January, was granted on the 6th and paid out on the 7th."""
    assert group(*ASK, "--tanggal", "2026-01-05").status == 0
    assert group("pinjaman", "putuskan", "P-0001", "--setuju", "--ba", "01/BA", "--tanggal", "2026-01-06").status == 0
    assert group("pinjaman", "cairkan", "P-0001", "--tetap", "--tanggal", "2026-01-07").status == 0
    return group


def _prose(path):
    return " ".join(lines_of(path))


def _lines(result):
    assert result.status == 0, result.stderr
    return json.loads(result.stdout)["baris"]


def _printed(value):
    """Return a JSON value as tables print it."""
    if isinstance(value, int):
        return format_number(value)
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return shown(date.fromisoformat(value))
    return value or ""


def _as_printed(lines):
    return [" ".join(filter(None, map(_printed, line.values()))) for line in lines]


def test_the_loan_card_on_paper_holds_every_figure_of_the_screen(lent):
    """Each line of the card stands on paper cell for cell, below its eleven column numbers, as Model U-7B."""
    lent("terima", "MAWAR", "500rb", "--tanggal", "2026-03-20")
    words = ("pinjaman", "kartu", "P-0001", "--per", "2026-04-30")

    written = lent(*words, "--format", "pdf")

    assert (written.status, written.stdout) == (0, "")
    assert written.stderr == "Ditulis ke kartu-pinjaman-P-0001.pdf\n"
    text = lines_of(lent.folder / "kartu-pinjaman-P-0001.pdf")
    lines = _as_printed(_lines(lent(*words, "--format", "json")))
    assert len(lines) == 11
    assert [line for line in lines if line in text] == lines
    assert "1 2 3 4 5 6 7 8 9 10 11" in text
    assert any(line.endswith("Model U-7B") for line in text)
    assert "Besar Pinjaman : Rp2.000.000 Jangka Waktu : 10 kali" in text
    assert "Nama LKM : BKM Melati Jaya Kecamatan : Cibening" in text


def test_the_savings_card_on_paper_holds_every_figure_of_the_screen(group):
    """The card is Model U-7B too, and goes to the file named."""
    group("tabungan", "setor", "MAWAR", "250rb", "--tanggal", "2026-02-15")
    group("tabungan", "ambil", "MAWAR", "100rb", "--tanggal", "2026-03-15")

    written = group("tabungan", "kartu", "MAWAR", "--format", "pdf", "--ke", "tabungan.pdf")

    assert written.stderr == "Ditulis ke tabungan.pdf\n"
    text = lines_of(group.folder / "tabungan.pdf")
    lines = _as_printed(_lines(group("tabungan", "kartu", "MAWAR", "--format", "json")))
    assert [line for line in lines if line in text] == lines
    assert any(line.endswith("Model U-7B") for line in text)


def test_a_loan_has_six_papers(lent):
    """They go to a folder named after the loan, which is made, and the second time they are the same byte for byte."""
    written = lent("pinjaman", "berkas", "P-0001", "--per", "2026-02-28")
    papers = {path.name: path.read_bytes() for path in (lent.folder / "P-0001").iterdir()}
    lent("pinjaman", "berkas", "p-0001", "--per", "2026-02-28", "--ke", "lagi")

    names = ("usulan", "putusan", "perjanjian", "tanggung-renteng", "jadwal-angsuran", "kartu-pinjaman")
    assert written.status == 0
    assert written.stderr.splitlines() == [f"Ditulis ke P-0001/{name}-P-0001.pdf" for name in names]
    assert papers == {path.name: path.read_bytes() for path in (lent.folder / "lagi").iterdir()}
    assert all(content.startswith(b"%PDF") for content in papers.values())


def test_the_agreement_says_who_borrows_what_and_how_it_is_paid_back(lent):
    """Amount in figures and words, minutes, purpose, every part, the whole schedule, and who signs."""
    lent("pinjaman", "berkas", "P-0001")

    path = lent.folder / "P-0001" / "perjanjian-P-0001.pdf"
    text, prose = lines_of(path), _prose(path)
    schedule = _lines(lent("pinjaman", "jadwal", "P-0001", "--format", "json"))
    for line in schedule:
        due, parts = _printed(line["jatuh_tempo"]), [line["pokok"], line["jasa"], line["angsuran"]]
        assert any(printed.startswith(f"{line['ke']} {due} {' '.join(map(_printed, parts))}") for printed in text)
    shares = _lines(lent("pinjaman", "anggota", "P-0001", "--format", "json"))
    assert [share["nama"] for share in shares] == list(NAMES)
    for share in shares:
        assert any(share["nama"] in line and format_rupiah(Rupiah(share["bagian"])) in line for line in text)
    assert f"sebesar Rp2.000.000 ({terbilang(Rupiah(2_000_000))}) kepada KSM Mawar" in prose
    assert "berita acara nomor 01/BA tanggal 6 Januari 2026" in prose
    assert "Pinjaman dipakai untuk: modal warung." in prose
    assert "Jumlah seluruh jasa Rp300.000, sehingga yang dibayar kembali seluruhnya Rp2.300.000." in prose
    assert "5. Usulan Penjadwalan Ulang atau Hapus Buku" in prose
    assert "Ketua KSM Mawar" in prose


def test_only_the_agreement_holds_a_nik(lent):
    """It says who is bound; every other paper does without."""
    lent("pinjaman", "berkas", "P-0001")

    papers = {path.stem: _prose(path) for path in (lent.folder / "P-0001").iterdir()}
    assert len(papers) == 6
    assert [name for name, text in papers.items() if NIK in text] == ["perjanjian-P-0001"]
    assert not any(NIK[-4:] in text for name, text in papers.items() if name != "perjanjian-P-0001")


def test_every_member_signs_for_the_others(lent):
    """The statement names each with the part of the loan, letter for letter as they were written down."""
    lent("pinjaman", "berkas", "P-0001")

    text = lines_of(lent.folder / "P-0001" / "tanggung-renteng-P-0001.pdf")
    for number, name in enumerate(NAMES, start=1):
        assert any(line.startswith(f"{number} {name} Rp400.000") for line in text), name
    assert "Jumlah Rp2.000.000" in text


def test_the_sheets_tell_the_check_list_of_their_own_day(lent):
    """A loan made later changes nothing on the sheet of a proposal; the sheet of the decision has its own day."""
    lent("pinjaman", "berkas", "P-0001")

    asked = _prose(lent.folder / "P-0001" / "usulan-P-0001.pdf")
    decided = _prose(lent.folder / "P-0001" / "putusan-P-0001.pdf")
    assert "Pemeriksaan syarat per 05-01-2026" in asked
    assert "tidak ada pinjaman lain yang berjalan satu KSM satu pinjaman memenuhi" in asked
    assert "Keperluan : modal warung" in asked
    assert "Pemeriksaan syarat per 06-01-2026" in decided
    assert "DISETUJUI" in decided
    assert "Berita acara nomor : 01/BA" in decided
    assert "Syarat dikesampingkan : Tidak" in decided


def test_a_rule_set_aside_stands_on_the_decision(group):
    """Who signs the decision sees which rule it goes against."""
    group("pinjaman", "ajukan", "MAWAR", "--pokok", "2jt", "--tenor", "24", "--tanggal", "2026-01-05")
    words = ("--setuju", "--ba", "02/BA", "--kesampingkan", "--catatan", "usaha lancar", "--tanggal", "2026-01-06")
    group("pinjaman", "putuskan", "P-0001", *words)

    group("pinjaman", "berkas", "P-0001")

    prose = _prose(group.folder / "P-0001" / "putusan-P-0001.pdf")
    assert "Syarat dikesampingkan : Ya" in prose
    assert "usaha lancar. Dikesampingkan: jangka waktu 24 bulan, paling lama 12 bulan" in prose
    assert "jangka waktu 24 bulan paling lama 12 bulan tidak memenuhi" in prose


@pytest.mark.parametrize(
    ("verdict", "papers", "remarks"),
    [
        (
            (),
            ["usulan-P-0001.pdf"],
            [
                "Lembar putusan belum ada: pengajuan ini belum diputuskan.",
                "Surat perjanjian, pernyataan, jadwal, dan kartu dibuat sesudah pinjaman cair.",
            ],
        ),
        (
            ("--setuju",),
            ["putusan-P-0001.pdf", "usulan-P-0001.pdf"],
            ["Surat perjanjian, pernyataan, jadwal, dan kartu dibuat sesudah pinjaman cair."],
        ),
        (("--tolak",), ["putusan-P-0001.pdf", "usulan-P-0001.pdf"], []),
    ],
    ids=["asked for", "granted", "turned down"],
)
def test_a_proposal_has_the_sheets_of_its_state(group, verdict, papers, remarks):
    """What is not there yet is said, with what makes it come."""
    group(*ASK, "--tanggal", "2026-01-05")
    if verdict:
        group("pinjaman", "putuskan", "P-0001", *verdict, "--ba", "01/BA", "--tanggal", "2026-01-06")

    done = group("pinjaman", "berkas", "P-0001")

    assert done.status == 0
    assert sorted(path.name for path in (group.folder / "P-0001").iterdir()) == papers
    assert [line for line in done.stderr.splitlines() if not line.startswith("Ditulis ke")] == remarks


def test_papers_are_as_of_a_day(lent):
    """On the day of the decision nothing was paid out yet, and the day before nothing decided."""
    lent("pinjaman", "berkas", "P-0001", "--per", "2026-01-06", "--ke", "putus")
    lent("pinjaman", "berkas", "P-0001", "--per", "2026-01-05", "--ke", "usul")
    before = lent("pinjaman", "berkas", "P-0001", "--per", "2026-01-04", "--ke", "tidak")

    assert sorted(path.name for path in (lent.folder / "putus").iterdir()) == [
        "putusan-P-0001.pdf",
        "usulan-P-0001.pdf",
    ]
    assert [path.name for path in (lent.folder / "usul").iterdir()] == ["usulan-P-0001.pdf"]
    assert (before.status, (lent.folder / "tidak").exists()) == (3, False)
    assert before.stderr.startswith('Galat: tidak ada pinjaman atau pengajuan nomor "P-0001"')


def test_a_new_chair_signs_no_old_paper(lent):
    """Printed again a year later, the papers name who spoke for the KSM on their day."""
    assert lent("ksm", "ubah", "MAWAR", "--ketua", "Endah", "--tanggal", "2026-05-01").status == 0

    lent("pinjaman", "berkas", "P-0001")

    for name in ("usulan", "perjanjian"):
        text = lines_of(lent.folder / "P-0001" / f"{name}-P-0001.pdf")
        assert "Ani Wulansari" in " ".join(text)
        assert not any(line in {"Endah", "Nama : Endah", "Ketua : Endah"} for line in text)


def test_a_loan_paid_out_directly_has_no_sheets_and_blanks_for_the_parts(group):
    """Nobody wrote down the parts, so the members stand there with room for a pen."""
    group("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "1jt", "--tenor", "12", "--tanggal", "2026-01-07")

    done = group("pinjaman", "berkas", "P-0001")

    assert done.stderr.splitlines()[-1] == (
        "Lembar pengajuan dan putusan tidak ada: pinjaman ini dicairkan tanpa pengajuan."
    )
    text = lines_of(group.folder / "P-0001" / "tanggung-renteng-P-0001.pdf")
    assert any(line.startswith("4 Didi") and "Rp" not in line for line in text)
    assert not any(line.startswith("Jumlah") for line in text)


def test_the_agreement_keeps_the_schedule_it_was_signed_with(lent):
    """After a new schedule the agreement still has the first one, and what the KSM takes home the new one."""
    lent("pinjaman", "jadwal-ulang", "P-0001", "--tenor", "20", "--ba", "08/BA", "--tanggal", "2026-02-10")

    lent("pinjaman", "berkas", "P-0001")

    folder = lent.folder / "P-0001"
    assert any(line.startswith("10 07-11-2026 200.000") for line in lines_of(folder / "perjanjian-P-0001.pdf"))
    plan = lines_of(folder / "jadwal-angsuran-P-0001.pdf")
    lines = _lines(lent("pinjaman", "jadwal", "P-0001", "--format", "json"))
    for line in lines:
        start = " ".join(_printed(line[key]) for key in ("ke", "jatuh_tempo", "pokok", "jasa", "angsuran"))
        assert any(printed.startswith(start) for printed in plan), start
    assert len(lines) == 21
    assert "Jadwal versi 2 (jadwal ulang), berlaku mulai 10-02-2026, berita acara 08/BA." in " ".join(plan)


def test_a_loan_that_is_paid_off_has_no_plan_left(lent):
    """An empty table would look like a loan without instalments; a card it still has."""
    lent("pinjaman", "lunasi", "P-0001", "--tanggal", "2026-02-10", "--ya")

    done = lent("pinjaman", "berkas", "P-0001")

    assert done.stderr.splitlines()[-1] == "Jadwal angsuran tidak ada: pinjaman ini tidak mempunyai angsuran lagi."
    names = {path.name for path in (lent.folder / "P-0001").iterdir()}
    assert "kartu-pinjaman-P-0001.pdf" in names
    assert "jadwal-angsuran-P-0001.pdf" not in names


def test_papers_of_a_loan_taken_back_come_with_a_warning(lent):
    """Nobody should have an agreement signed over money that went back."""
    lent("batal", "BKK-2026-0001", "--alasan", "salah KSM", "--tanggal", "2026-01-08")

    done = lent("pinjaman", "berkas", "P-0001")

    assert done.stderr.splitlines()[-1] == "Perhatikan: pencairan pinjaman ini sudah dibatalkan."


def test_a_upk_changes_the_clauses_in_its_own_template(lent):
    """A file of the same name in the folder ``templat`` takes the place of the built-in one."""
    own = lent.folder / "templat"
    own.mkdir()
    (own / "perjanjian.typ").write_text(
        '#import "dasar.typ": pages\n#let sheet(it) = pages()[Akad kami: #it.amount_words]\n', encoding="utf-8"
    )

    lent("pinjaman", "berkas", "P-0001")

    assert "Akad kami: dua juta rupiah" in _prose(lent.folder / "P-0001" / "perjanjian-P-0001.pdf")
    assert "Surat" not in _prose(lent.folder / "P-0001" / "perjanjian-P-0001.pdf")


def test_a_folder_that_cannot_be_made_is_told(lent):
    """Nothing is written where a file of that name stands."""
    (lent.folder / "P-0001").write_text("catatan", encoding="utf-8")

    done = lent("pinjaman", "berkas", "P-0001")

    assert (done.status, done.stderr.splitlines()[0]) == (2, "Galat: --ke: folder tidak dapat dibuat: P-0001")
    assert (lent.folder / "P-0001").read_text(encoding="utf-8") == "catatan"
