"""``kota`` as typed at the keyboard: statuses, columns, files, and what is said where something is in the way."""

import csv
import io
import json
import shutil
import sys
from datetime import date
from zipfile import ZipFile

import duckdb
import pytest
from openpyxl import load_workbook

from danabergulir.dates import Month
from danabergulir.operations.city.taking_in import take_in
from danabergulir.render.pdf import press
from operations.city_packages import another_upk, describe, handed_in, months, rename_group

JANUARY = Month(2023, 1)
LEAGUE = "id_upk;upk;kelurahan;kecamatan;jumlah_ksm;saldo_pokok;tunggakan;lar;par;rr;ccr;roi;par30;peringkat"
GATHER = ("kota", "gabung", "paket", "--ke", "KOTA", "--tanggal", "2023-02-05")
REPORT = ("kota", "laporan", "2023-01", "--dari", "KOTA")
NAMES = ("ringkasan", "liga", "hilang", "rantai", "kejanggalan", "rw")


@pytest.fixture(scope="module")
def parcels(demonstration, tmp_path_factory):
    """Return December's and January's packages of three UPK, one after another in a folder."""
    root = tmp_path_factory.mktemp("paket")
    written = handed_in(demonstration.ledger, root / "asli", months("2022-12", "2023-01"))
    for month, folder in written.items():
        for number in (1, 2, 3):
            another_upk(folder, root / "paket" / f"upk-{number}-{month}", number)
    return root / "paket"


@pytest.fixture(scope="module")
def made(parcels):
    """Return the city made of them, which no test changes."""
    take_in([parcels], parcels.parent / "KOTA", date(2023, 2, 5))
    return parcels.parent / "KOTA"


@pytest.fixture
def city(run, parcels, made):
    """Return a runner beside the packages and the city made of them."""
    shutil.copytree(parcels, run.folder / "paket")
    shutil.copytree(made, run.folder / "KOTA")
    return run


def test_sound_packages_are_taken_and_again_change_nothing(city):
    """Status 0, and the files of the city stay as they are."""
    before = {path: path.read_bytes() for path in (city.folder / "KOTA").rglob("*.parquet")}
    got = city(*GATHER)

    assert (got.status, got.stderr) == (0, "")
    assert got.stdout.splitlines()[-1] == "6 paket: 0 diambil, 0 diganti, 6 sudah ada, 0 ditolak."
    assert {path: path.read_bytes() for path in (city.folder / "KOTA").rglob("*.parquet")} == before
    assert (city.folder / "KOTA/pinjaman/bulan=2023-01/isi.parquet").is_file()


def test_a_damaged_package_is_told_and_stops_no_other(run, parcels):
    """Status 1; the others are taken, and the next line for the damaged one has its name."""
    shutil.copytree(parcels, run.folder / "paket")
    with (run.folder / "paket/upk-2-2023-01/bukti.csv").open("ab") as file:
        file.write(b"x")
    got = run(*GATHER, "--format", "json")
    told = json.loads(got.stdout)

    assert got.status == 1
    assert (told["diambil"], told["ditolak"]) == (5, 1)
    assert {(line["paket"], line["hasil"]) for line in told["baris"]} == {("paket/upk-2-2023-01", "ditolak")}
    assert {line["upk"] for line in told["baris"]} == {"UPK Bukit Sari 0002"}
    assert {line["pemeriksaan"] for line in told["baris"]} >= {"paket-berkas"}


def test_packages_are_named_one_by_one_or_by_the_folder_that_holds_them(run, parcels):
    """A place that is no package and holds none is one that is damaged."""
    (run.folder / "kosong").mkdir()
    folders = [str(folder) for folder in sorted(parcels.iterdir())]
    got = run("kota", "gabung", *folders, str(parcels), "kosong", "--ke", "KOTA", "--tanggal", "2023-02-05")

    assert got.status == 1
    assert got.stdout.splitlines()[-1] == "7 paket: 6 diambil, 0 diganti, 0 sudah ada, 1 ditolak."


def test_a_package_that_nobody_took_out_of_its_zip_file_is_told(run, parcels):
    """Beside its folder a ZIP file is only how it came; without it the UPK would seem to have handed in nothing."""
    shutil.copytree(parcels / "upk-1-2023-01", run.folder / "paket/satu")
    for number, month in ((1, "2023-01"), (2, "2023-01")):
        shutil.make_archive(str(run.folder / f"paket/kiriman-{number}"), "zip", parcels / f"upk-{number}-{month}")
    with ZipFile(run.folder / "paket/foto.zip", "w") as archive:
        archive.writestr("rapat.jpg", b"x")
    (run.folder / "paket/rusak.zip").write_bytes(b"PK")

    got, alone = run(*GATHER), run("kota", "gabung", "paket/kiriman-2.zip", "--ke", "KOTA")

    assert (got.status, got.stdout.splitlines()[-1]) == (1, "2 paket: 1 diambil, 0 diganti, 0 sudah ada, 1 ditolak.")
    assert "kiriman-2.zip" in got.stdout
    assert "kiriman-1" not in got.stdout
    assert (alone.status, alone.stdout) == (2, "")
    assert "Galat: paket ini masih berupa file ZIP: paket/kiriman-2.zip\nSaran: Buka (ekstrak)" in alone.stderr


@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_a_table_and_csv_and_json(city, name):
    """The same lines in each, under the same names."""
    table, listed, told = (city(*REPORT, "--hanya", name, "--format", form) for form in ("tabel", "csv", "json"))
    lines = list(csv.DictReader(io.StringIO(listed.stdout.removeprefix("\ufeff")), delimiter=";"))
    document = json.loads(told.stdout)

    assert (table.status, listed.status, told.status) == (0, 0, 0)
    assert (document["laporan"], document["periode"]) == (name, "2023-01")
    assert [list(line) for line in document["baris"]] == [list(line) for line in lines]
    assert "Kota Bandar Permai" in table.stdout


def test_the_league_has_its_columns_and_figures(city):
    """Equals share the first rank; percentages have a decimal comma in CSV."""
    got = city(*REPORT, "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(got.stdout.removeprefix("\ufeff")), delimiter=";"))

    assert ";".join(lines[0]) == LEAGUE
    assert [line["peringkat"] for line in lines] == ["1", "1", "1"]
    figures = ("jumlah_ksm", "saldo_pokok", "tunggakan", "lar", "par", "rr", "ccr", "roi", "par30")
    assert [lines[0][name] for name in figures] == [
        *("24", "841744200", "42130100", "4,17", "5,35", "95,72", "159,75", "9,75", "7,83")
    ]


def test_a_late_package_is_late_by_the_days_that_the_city_gives(city):
    """Five days after the month: in time by the usual ten, late where the city gives three."""
    states = [
        [
            line["keadaan"]
            for line in json.loads(city(*REPORT, *words, "--hanya", "hilang", "--format", "json").stdout)["baris"]
        ]
        for words in ((), ("--batas", "3"))
    ]

    assert states == [[], ["terlambat"] * 3]


def test_the_workbook_has_a_sheet_for_every_report(city):
    """Its sums are those of the lines."""
    got = city(*REPORT, "--format", "xlsx", "--ke", "kota.xlsx")
    book = load_workbook(city.folder / "kota.xlsx")

    assert (got.status, got.stderr) == (0, "Ditulis ke kota.xlsx\n")
    assert tuple(book.sheetnames) == NAMES


def test_the_page_is_one_page_however_long_the_names_are(run, parcels):
    """And whatever there is to tell."""
    long = "Panjang Sekali Namanya " * 8
    for number, source in enumerate(sorted(parcels.glob("*-2023-01")) * 8):
        folder = another_upk(source, run.folder / "paket" / f"{number}", number)
        describe(folder, {"upk": f"UPK {long}{number}", "kelurahan": f"{long}{number}", "kota": f"{long}{number % 5}"})
        rename_group(folder, "K-01", f"{long} sama")
    assert run("kota", "gabung", "paket", "--ke", "KOTA", "--tanggal", "2023-02-25").status == 0
    got = run(*REPORT, "--format", "pdf")

    assert (got.status, got.stderr) == (0, "Ditulis ke kota-2023-01.pdf\n")
    assert press.page_count((run.folder / "kota-2023-01.pdf").read_bytes()) == 1


def test_the_views_are_printed_and_run_as_they_are(city):
    """By whoever has the folder and DuckDB."""
    got = city("kota", "sql", "--dari", "KOTA")
    with duckdb.connect() as session:
        session.execute(got.stdout)
        found = session.execute("SELECT count(*) FROM liga WHERE bulan = '2023-01'").fetchone()

    assert (got.status, found) == (0, (3,))
    assert "CREATE OR REPLACE TEMPORARY VIEW" in city("kota", "sql", "--dialek", "spark").stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("kota laporan 2020-01 --dari KOTA", 3, "tidak ada paket bulan 2020-01 di KOTA"),
        ("kota laporan 2023-01 --dari lain", 5, "tidak ada data kota di lain"),
        ("kota laporan 2023-01 --dari KOTA --hanya lig", 2, 'laporan "lig" tidak ada'),
        ("kota laporan 2023-01 --dari KOTA --hanya liga --hanya rw --format csv", 2, "CSV hanya untuk satu laporan"),
        ("kota gabung tidak-ada --ke KOTA", 3, "folder paket tidak ada: tidak-ada"),
        ("kota gabung paket --ke paket", 4, "--ke paket bukan folder data kota"),
        ("kota gabung paket --ke paket/upk-1-2023-01/saldo.csv", 4, "bukan folder data kota"),
        ("kota sql --dialek oracle", 2, '"oracle" bukan pilihan yang ada'),
    ],
)
def test_what_cannot_be_is_said_in_two_lines(city, words, status, said):
    """With what to do about it."""
    got = city(*words.split())

    assert (got.status, got.stdout) == (status, "")
    problem, hint = got.stderr.splitlines()
    assert problem.startswith("Galat: ")
    assert said in problem
    assert hint.startswith("Saran: ")


def test_files_that_are_no_parquet_are_told(city):
    """Nothing is made up of what can be read."""
    (city.folder / "KOTA/saldo/bulan=2023-01/isi.parquet").write_bytes(b"PAR1 rusak")
    got = city(*REPORT)

    assert (got.status, got.stdout) == (5, "")
    assert got.stderr.startswith("Galat: data kota di KOTA tidak dapat dibaca")


def test_a_city_has_one_writer_at_a_time(city):
    """The second one is told to wait, and has changed nothing."""
    other = duckdb.connect(str(city.folder / "KOTA/_kunci.duckdb"), config={"threads": 1})
    try:
        got = city(*GATHER)
    finally:
        other.close()

    assert got.status == 5
    assert got.stderr.startswith("Galat: data kota di KOTA sedang dipakai perintah lain")


@pytest.mark.parametrize("words", [GATHER, REPORT])
def test_without_the_extra_it_is_said_how_to_have_it(city, monkeypatch, words):
    """No other command needs it."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    got = city(*words)

    assert got.status == 2
    assert got.stderr.splitlines() == [
        "Galat: pustaka duckdb belum terpasang di komputer ini",
        'Saran: Pasang dengan: pip install "danabergulir[kota]"',
    ]


@pytest.mark.parametrize("words", [GATHER, REPORT])
def test_the_program_without_python_does_not_advise_what_needs_python(city, monkeypatch, words):
    """Nobody adds a part to it: the command is run elsewhere."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    got = city(*words)

    assert (got.status, "pip" in got.stderr) == (2, False)
    assert got.stderr.splitlines()[1] == (
        "Saran: Program ini dibuat tanpa bagian kota. Jalankan perintah ini di komputer yang memakai Python."
    )
