"""``pinjaman ajukan`` to ``bagi-setoran`` and the what-if as programs read them: columns, statuses, files."""

import json

import pytest

from conftest import led_once

ASK = ("pinjaman", "ajukan", "MAWAR", "--pokok", "2jt", "--tenor", "10", "--tanggal", "2026-01-05")


@pytest.fixture
@led_once
def group(book):
    """Return a runner beside a ledger with money and the KSM Mawar of five members."""
    book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02")
    book("ksm", "tambah", "MAWAR", "Mawar", "--rw", "05", "--rt", "003", "--tanggal", "2026-01-02")
    for name in ("Ani", "Beti", "Citra", "Didi", "Endah"):
        added = book("anggota", "tambah", "MAWAR", name, "--jenis-kelamin", "P", "--tanggal", "2026-01-02")
        assert added.status == 0
    return book


def _lines(result):
    assert (result.status, result.stderr) == (0, "")
    return json.loads(result.stdout)["baris"]


def test_a_proposal_is_listed_with_its_state(group):
    """The list says who asked for how much and where it stands; it can be narrowed to a state and to a KSM."""
    assert group(*ASK, "--keperluan", "modal warung").status == 0
    (line,) = _lines(group("pinjaman", "pengajuan", "--status", "diajukan", "--ksm", "mawar", "--format", "json"))
    assert line == {
        "nomor": "P-0001",
        "ksm": "Mawar",
        "rw": "05",
        "tanggal": "2026-01-05",
        "pokok": 2_000_000,
        "tenor": 10,
        "status": "diajukan",
        "tanggal_putusan": None,
        "berita_acara": "",
        "keperluan": "modal warung",
        "kode_ksm": "MAWAR",
    }
    assert _lines(group("pinjaman", "pengajuan", "--status", "ditolak", "--format", "json")) == []


def test_a_check_list_is_a_table_of_rules(group):
    """Each line has the policy's key, the value found, the limit and the outcome."""
    group(*ASK[:-1], "2026-01-05", "--rata")
    page = group("pinjaman", "periksa-syarat", "P-0001", "--per", "2026-01-06", "--format", "csv").stdout
    assert page.removeprefix("\ufeff").splitlines()[:3] == [
        "aturan;nilai;batas;hasil",
        "tenor_minimum;jangka waktu 10 bulan;paling sedikit 3 bulan;memenuhi",
        "tenor_maksimum;jangka waktu 10 bulan;paling lama 12 bulan;memenuhi",
    ]


def test_a_granted_proposal_is_paid_out_by_its_number(group):
    """The number of the proposal becomes the loan's, with its purpose and minutes."""
    group(*ASK)
    group("pinjaman", "putuskan", "P-0001", "--setuju", "--ba", "01/BA", "--tanggal", "2026-01-06")
    paid_out = group("pinjaman", "cairkan", "p-0001", "--tetap", "--tanggal", "2026-01-07", "--format", "json")
    assert paid_out.status == 0
    assert json.loads(paid_out.stdout)["pinjaman"] == "P-0001"
    card = json.loads(group("pinjaman", "lihat", "P-0001", "--format", "json").stdout)
    assert (card["berita_acara"], card["pokok"], card["tenor"]) == ("01/BA", 2_000_000, 10)


@pytest.mark.parametrize("option", ["--jasa=2", "--tenggang=1", "--ba=9", "--angsuran-pertama=2026-03-01"])
def test_terms_beside_the_number_of_a_proposal_are_refused(group, option):
    """What the board decided is not changed at the counter."""
    group(*ASK)
    group("pinjaman", "putuskan", "P-0001", "--setuju", "--ba", "01/BA", "--tanggal", "2026-01-06")
    assert group("pinjaman", "cairkan", "P-0001", option, "--tanggal", "2026-01-07").status == 2
    assert _lines(group("pinjaman", "daftar", "--format", "json")) == []


def test_a_rule_broken_refuses_with_status_4_and_minutes_set_it_aside(group):
    """A direct loan too can be made against a rule, with the number of the minutes, and the report says so."""
    lend = ("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "2jt", "--tenor", "15", "--tanggal", "2026-01-07")
    refused = group(*lend)
    assert (refused.status, "jangka waktu 15 bulan, paling lama 12 bulan" in refused.stderr) == (4, True)
    assert group(*lend, "--izin-ba", "05/BA").status == 0
    told = json.loads(group("laporan", "2026-01", "--hanya", "keputusan", "--format", "json").stdout)
    assert [(line["nomor"], line["berita_acara"], line["dikesampingkan"]) for line in told["baris"]] == [
        ("P-0001", "05/BA", "ya")
    ]


def test_parts_of_members_come_from_a_file_of_any_usual_shape(group):
    """Commas, another column order, numbers and names, amounts as people write them."""
    group.folder.joinpath("bagian.csv").write_text('Jumlah,Anggota\n"1,5jt",ani\nRp500.000,2\n', encoding="utf-8")
    assert group(*ASK, "--anggota", "bagian.csv").status == 0
    lines = _lines(group("pinjaman", "anggota", "P-0001", "--format", "json"))
    assert [(line["nomor"], line["nama"], line["bagian"]) for line in lines] == [
        (1, "Ani", 1_500_000),
        (2, "Beti", 500_000),
    ]


def test_a_faulty_file_of_parts_is_answered_line_by_line(group):
    """Status 1 and a line per fault; nothing is recorded."""
    group.folder.joinpath("bagian.csv").write_text("anggota;jumlah\n7;2jt\n", encoding="utf-8")
    result = group(*ASK, "--anggota", "bagian.csv")
    assert (result.status, result.stderr.splitlines()[0]) == (
        1,
        'Galat baris 2: tidak ada anggota "7". Pakai nomor anggota. Lihat: danabergulir anggota daftar KSM',
    )
    assert _lines(group("pinjaman", "pengajuan", "--format", "json")) == []


def test_the_what_if_carries_the_schedule_and_the_fund_in_json(group):
    """A program reads money, balance, LAR and PAR before and after, and how many rules are broken."""
    wish = ("pinjaman", "simulasi", "--ksm", "MAWAR", "--pokok", "2jt", "--tenor", "15", "--tanggal", "2026-01-07")
    page = json.loads(group(*wish, "--format", "json").stdout)
    assert len(page["baris"]) == 15
    assert {key: page[key] for key in page if key.endswith(("sebelum", "sesudah", "memenuhi"))} == {
        "aturan_tidak_memenuhi": 1,
        "uang_sebelum": 20_000_000,
        "uang_sesudah": 18_000_000,
        "saldo_pinjaman_sebelum": 0,
        "saldo_pinjaman_sesudah": 2_000_000,
        "lar_persen_sebelum": None,
        "lar_persen_sesudah": 0,
        "par_persen_sebelum": None,
        "par_persen_sesudah": 0,
    }
    assert _lines(group("pinjaman", "daftar", "--format", "json")) == []


def test_the_what_if_says_when_the_money_does_not_suffice(group):
    """The bank account is empty, so a loan from it lacks all of its principal."""
    wish = ("pinjaman", "simulasi", "--ksm", "MAWAR", "--pokok", "2jt", "--tenor", "10", "--dari", "11021")
    assert "Uang di Bank UPK tidak cukup: kurang Rp2.000.000." in group(*wish).stdout


def test_a_simulation_without_a_ksm_needs_no_ledger(run):
    """The plain simulation still works in an empty folder; with a KSM the ledger must be there."""
    wish = ("pinjaman", "simulasi", "--pokok", "2jt", "--tenor", "10")
    assert run(*wish).status == 0
    assert run(*wish, "--ksm", "MAWAR").status == 5
