"""Packages of many UPK in a city: planted faults found, nothing else called a fault, and the same figures again."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from danabergulir.dates import Month
from danabergulir.domain.city.figures import Attendance
from danabergulir.domain.city.packages import PackageOutcome, PackageReceived, folded
from danabergulir.errors import LedgerUnusableError, NotFoundError, RefusedError
from danabergulir.operations.city import asking, lake, views
from danabergulir.operations.city.handed_in import glance
from danabergulir.operations.city.reporting import page_of, reports_of
from danabergulir.operations.city.taking_in import take_in
from operations.city_packages import another_upk, describe, handed_in, mark_member, months, rename_group, rewrite
from operations.forged_package import described_in, first_kind
from thorough import THOROUGH

DECEMBER, JANUARY = Month(2022, 12), Month(2023, 1)
IN_TIME, LATE = date(2023, 2, 5), date(2023, 2, 20)
UPK_COUNT = 200 if THOROUGH else 24


@pytest.fixture(scope="module")
def parcels(demonstration, tmp_path_factory) -> dict[Month, Path]:
    """Return the packages of the demonstration's last months, as it hands them in; no test changes them."""
    first = "2021-12" if THOROUGH else "2022-11"
    folder = tmp_path_factory.mktemp("paket")
    return handed_in(demonstration.ledger, folder, months(first, "2023-01"), city_key=bytes(range(32)))


def _flip(folder: Path) -> None:
    path = folder / "transaksi.csv"
    path.write_bytes(path.read_bytes().replace(b"100", b"200", 1))


def _change_first(table: str, column: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    """Return what changes one column of the first row of a table, all sums put right."""

    def does(folder: Path) -> None:
        changes = iter([change])
        rewrite(folder, table, lambda row: row | {column: next(changes, str)(row[column])})

    return does


def _plus(amount: int) -> Callable[[str], str]:
    return lambda cell: str(int(cell) + amount)


def _move_opening(folder: Path) -> None:
    """Let two accounts begin and end otherwise than December says, so that the package agrees with itself."""
    moves = iter((1000, -1000))

    def row_of(row: dict[str, str]) -> dict[str, str]:
        amount = next(moves, 0)
        return row | {name: str(int(row[name]) + amount) for name in ("saldo_awal", "saldo_akhir")}

    rewrite(folder, "saldo", row_of)


def _say(name: str, **changed: object) -> Callable[[Path], None]:
    return lambda folder: describe(folder, {name: described_in(folder)["danabergulir"][name] | changed})


def _measure(name: str, **cells: str) -> Callable[[Path], None]:
    return lambda folder: rewrite(folder, "kinerja", lambda row: row | cells if row["indikator"] == name else row)


def _late_a_little_more(folder: Path) -> None:
    """Let the loans that are behind by one instalment be so by 700 rupiah more, which no indicator sees."""

    def row_of(row: dict[str, str]) -> dict[str, str]:
        amount = 700 if row["kali_menunggak"] == "1" else 0
        return row | {name: str(int(row[name]) + amount) for name in ("tunggakan_pokok", "tunggakan")}

    rewrite(folder, "tunggakan", row_of)


REFUSED = {
    "a byte of a file": (_flip, "paket-berkas"),
    "a balance": (_change_first("saldo", "saldo_akhir", _plus(1000)), "paket-saldo"),
    "a voucher": (_change_first("bukti", "keterangan", lambda _: "lain"), "paket-rantai"),
    "an entry": (_change_first("versi", "isi", lambda cell: f"{cell} "), "paket-catatan"),
    "no description": (lambda folder: (folder / "datapackage.json").unlink(), "paket-isi"),
    "no words in it": (lambda folder: (folder / "datapackage.json").write_text("{}", encoding="utf-8"), "paket-isi"),
    "a rewound chain": (_say("kepala_rantai", urutan=3), "kota-mundur"),
    "another past": (_say("kepala_sebelum", digest="ab" * 32), "kota-rantai"),
    "another opening": (_move_opening, "kota-saldo"),
    "half a month": (lambda folder: describe(folder, {"sampai": "2023-01-30"}), "kota-masa"),
}
"""What is done to a package of January, and the check that finds it: the package is not taken in."""

ODD = {
    "an indicator": (_measure("RR", pembilang="1"), {"kinerja"}),
    "one that jumps": (_measure("PAR", nilai_persen="60,00"), {"lonjakan"}),
    "arrears": (_late_a_little_more, {"tunggakan"}),
    "a loan": (_change_first("pinjaman", "saldo_pokok", _plus(5000)), {"saldo", "kinerja"}),
}
"""What is done to a package that is sound by itself, and what the city calls odd about it."""

NUMBERS = {name: number for number, name in enumerate((*REFUSED, *ODD), start=1)}
MISSING, TOO_LATE, TWIN = range(len(NUMBERS) + 1, len(NUMBERS) + 4)
ALIKE = (0, 21)
"""Two UPK of one kecamatan that lend to one KSM, each spelling it in its own way."""
SHARED = (18, 22)
"""Two UPK that have one and the same member."""
OTHER_KEY = 19
"""A UPK that marks that member by another key."""


@dataclass(frozen=True)
class City:
    """A city after January, and what became of every package of January by the number of its UPK."""

    folder: Path
    packages: Path
    january: dict[int, PackageReceived]
    twin: PackageReceived


@pytest.fixture(scope="module")
def city(parcels, tmp_path_factory) -> City:
    """Return a city of many UPK: December all sound, in January a fault planted in some."""
    root = tmp_path_factory.mktemp("kota")
    for number in range(UPK_COUNT):
        for month in (DECEMBER, JANUARY):
            another_upk(parcels[month], root / str(month) / f"upk-{number:04d}", number)
    january = {number: root / "2023-01" / f"upk-{number:04d}" for number in range(UPK_COUNT)}
    for name, (does, _) in {**REFUSED, **ODD}.items():
        does(january[NUMBERS[name]])
    shutil.rmtree(january[MISSING])
    shutil.move(january[TOO_LATE], root / "terlambat")
    shutil.copytree(january[TWIN], root / "kembar")
    describe(root / "kembar", {"upk": "UPK Lain", "kelurahan": "Tempat Lain"})
    rename_group(january[ALIKE[0]], "K-01", "KSM Bunga-Tanjung")
    rename_group(january[ALIKE[1]], "K-01", "bunga  TANJUNG")
    for number in (*SHARED, OTHER_KEY):
        mark_member(january[number], "K-02", 1, "5a" * 32)
    mark_member(january[SHARED[0]], "K-03", 1, "5b" * 32)
    describe(january[OTHER_KEY], {"kunci_kota": "00112233aabbccdd"})
    folder = root / "data"
    assert {item.outcome for item in take_in([root / "2022-12"], folder, date(2023, 1, 6))} == {PackageOutcome.TAKEN}
    taken = {int(Path(item.folder).name[4:]): item for item in take_in([root / "2023-01"], folder, IN_TIME)}
    assert take_in([root / "terlambat"], folder, LATE)[0].outcome is PackageOutcome.TAKEN
    (twin,) = take_in([root / "kembar"], folder, LATE)
    return City(folder, root, taken, twin)


@pytest.fixture(scope="module")
def figures(city):
    """Return what the reports of January are made of."""
    with asking.asked(city.folder, JANUARY) as questions:
        league = asking.league(questions)
        return {
            "league": league,
            "absent": asking.absent(questions, 10),
            "links": asking.links(questions),
            "oddities": asking.oddities(questions, league),
        }


def _id(number: int) -> str:
    return f"{number:016x}"


@pytest.mark.parametrize("name", REFUSED)
def test_a_package_with_a_fault_is_refused_and_the_fault_named(city, figures, name):
    """Whatever was done to it, the check that finds it says so, and the reports of the month show it."""
    number = NUMBERS[name]
    received = city.january[number]

    assert received.outcome is PackageOutcome.REFUSED
    assert REFUSED[name][1] in {finding.check for finding in received.findings if finding.severity == "galat"}
    states = {line.state for line in figures["absent"] if line.id in {_id(number), f"upk-{number:04d}"}}
    assert Attendance.REFUSED in states
    first = next(finding for finding in received.findings if finding.severity == "galat")
    remarks = {line.remark for line in figures["absent"] if line.id in {_id(number), f"upk-{number:04d}"}}
    assert f"paket ditolak: {first.subject}: {first.message}" in remarks


@pytest.mark.parametrize("name", ODD)
def test_figures_that_do_not_follow_from_the_rows_are_told(city, figures, name):
    """The package agrees with itself, so it is taken; what its rows do not say is called odd, and nothing else."""
    number = NUMBERS[name]

    assert city.january[number].outcome is PackageOutcome.TAKEN
    assert {odd.kind for odd in figures["oddities"] if odd.id == _id(number)} == ODD[name][1]


def test_no_sound_package_is_called_anything(city, figures):
    """Neither refused nor odd: nobody is asked about what is right."""
    sound = set(range(UPK_COUNT)) - set(NUMBERS.values()) - {MISSING, TOO_LATE}
    ids = {_id(number) for number in sound - {*ALIKE, SHARED[0], OTHER_KEY}}

    assert {city.january[number].outcome for number in sound} == {PackageOutcome.TAKEN}
    assert [finding for number in sound for finding in city.january[number].findings] == []
    assert [odd for odd in figures["oddities"] if odd.id in ids and odd.kind != "paket"] == []
    assert [line for line in figures["absent"] if line.id in ids] == []
    assert {line.state for line in figures["links"] if line.id in ids} == {"menyambung"}


def test_a_package_that_is_missing_or_late_is_told(figures):
    """Each UPK that is known, and how late it was."""
    by_id = {line.id: line for line in figures["absent"]}

    assert (by_id[_id(MISSING)].state, by_id[_id(MISSING)].last_month) == (Attendance.MISSING, "2022-12")
    assert (by_id[_id(TOO_LATE)].state, by_id[_id(TOO_LATE)].days) == (Attendance.LATE, 10)


def test_two_upk_with_one_id_are_told_apart(city, figures):
    """The one that was there first stays; the other is named with it."""
    assert city.twin.outcome is PackageOutcome.REFUSED
    assert [finding.check for finding in city.twin.findings] == ["id-kembar"]
    assert any("sudah dipakai" in odd.remark and odd.upk == "UPK Lain" for odd in figures["oddities"])


def test_one_ksm_at_two_upk_is_suspected(figures):
    """However its name is spelt, and only once for the two."""
    found = [odd for odd in figures["oddities"] if odd.kind == "ksm serupa"]

    assert [(odd.id, odd.value, odd.other) for odd in found] == [(_id(0), "KSM Bunga-Tanjung", "bunga  TANJUNG")]


def test_one_person_at_two_upk_is_suspected_by_the_key_of_the_city(figures):
    """By KSM and number, without name or NIK; marks of another key are not compared, and that is told."""
    found = [odd for odd in figures["oddities"] if odd.kind == "anggota sama"]
    keys = [odd for odd in figures["oddities"] if odd.kind == "kunci kota"]

    assert [odd.id for odd in found] == [_id(SHARED[0])]
    assert all("anggota nomor 1" in text and "(K-02)" in text for text in (found[0].value, found[0].other))
    assert [(odd.id, odd.value) for odd in keys] == [(_id(OTHER_KEY), "00112233aabbccdd")]


def test_the_league_has_every_upk_once_with_its_own_figures(figures):
    """Equals share a rank, the next one counts them."""
    league = figures["league"]
    usual = [line for line in league if line.id == _id(0)]

    assert len(league) == UPK_COUNT - len(REFUSED) - 1
    assert [(line.group_count, line.outstanding.value, line.arrears.value) for line in usual] == [
        (24, 841_744_200, 42_130_100)
    ]
    assert [round(float(value), 2) for value in (usual[0].lar, usual[0].par, usual[0].rr)] == [4.17, 5.35, 95.72]
    assert (league[0].rank, league[-1].rank, league[-1].id) == (1, len(league), _id(NUMBERS["one that jumps"]))


def _contents(folder: Path) -> dict[str, object]:
    """Return every row of every table of a city, in order."""
    with lake.reading(folder) as opened:
        return {name: opened.rows(f"SELECT * FROM {name} ORDER BY ALL") for name in lake.TABLES}


def _bytes(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def test_the_same_packages_again_change_nothing(city):
    """Sound or not: no file is another one."""
    before = _bytes(city.folder)
    again = take_in([city.packages / "2022-12", city.packages / "2023-01"], city.folder, LATE)

    assert {item.outcome for item in again} == {PackageOutcome.KNOWN, PackageOutcome.REFUSED}
    assert sum(item.outcome is PackageOutcome.REFUSED for item in again) == len(REFUSED)
    assert _bytes(city.folder) == before


def test_packages_one_by_one_are_the_city_of_all_at_once(parcels, tmp_path):
    """A month is written anew for every package that comes, and no other month."""
    folders = [
        another_upk(parcels[month], tmp_path / f"{n}-{month}", n) for month in (DECEMBER, JANUARY) for n in (1, 2)
    ]
    for folder in folders:
        take_in([folder], tmp_path / "satu", IN_TIME)
    take_in(folders, tmp_path / "semua", IN_TIME)

    assert _contents(tmp_path / "satu") == _contents(tmp_path / "semua")


def test_another_package_of_a_month_takes_its_place_only_when_told_to(parcels, tmp_path):
    """A UPK that put its month right hands it in again; nobody else can."""
    first = another_upk(parcels[JANUARY], tmp_path / "satu", 1)
    second = shutil.copytree(first, tmp_path / "dua")
    rename_group(second, "K-01", "Nama Baru")
    take_in([first], tmp_path / "data", IN_TIME)

    (refused,) = take_in([second], tmp_path / "data", IN_TIME)
    (replaced,) = take_in([second], tmp_path / "data", IN_TIME, instead=True)

    assert [finding.check for finding in refused.findings] == ["kota-ganda"]
    assert replaced.outcome is PackageOutcome.REPLACED
    groups = [row for row in _contents(tmp_path / "data")["ksm"] if "K-01" in row]
    assert [("Nama Baru" in row) for row in groups] == [True]
    assert _contents(tmp_path / "data")["temuan"] == []


def test_a_month_that_comes_later_is_held_against_those_around_it(parcels, tmp_path):
    """December fits between what is there; one that was changed meanwhile does not."""
    months_of_one = [another_upk(parcels[month], tmp_path / str(month), 1) for month in (Month(2022, 11), JANUARY)]
    late = another_upk(parcels[DECEMBER], tmp_path / "desember", 1)
    changed = shutil.copytree(late, tmp_path / "diubah")
    _move_opening(changed)
    data = tmp_path / "data"
    take_in(months_of_one, data, IN_TIME)

    with asking.asked(data, JANUARY) as questions:
        assert [line.state for line in asking.links(questions)] == ["setelah jeda"]
    (refused,) = take_in([changed], data, IN_TIME)
    assert {finding.check for finding in refused.findings} == {"kota-saldo"}
    (taken,) = take_in([late], data, IN_TIME)
    assert taken.outcome is PackageOutcome.TAKEN
    with asking.asked(data, JANUARY) as questions:
        assert [line.state for line in asking.links(questions)] == ["menyambung"]


def test_every_indicator_comes_out_again_from_the_rows(parcels, tmp_path):
    """In every month of the demonstration, income and cost too where the months since January are there."""
    take_in(list(parcels.values()), tmp_path / "data", date(2023, 2, 5))

    with lake.reading(tmp_path / "data") as opened:
        views.show_views(opened)
        again = opened.rows("SELECT count(*), count(DISTINCT indikator) FROM kinerja_hitung")
        late = opened.rows("SELECT count(*) FROM tunggakan_hitung WHERE kali_hitung > 0")
    with asking.asked(tmp_path / "data", JANUARY) as questions:
        assert asking.oddities(questions, asking.league(questions)) == []
    assert again == [(14 * 6, 6)] if THOROUGH else [(2 * 4 + 6, 6)]
    assert late[0][0] > 0


def test_an_old_package_is_measured_by_the_rows_alone(parcels, tmp_path):
    """``susunan`` 1 has no indicators of its own."""
    old = shutil.copytree(parcels[JANUARY], tmp_path / "lama")
    first_kind(old)

    (received,) = take_in([old], tmp_path / "data", IN_TIME)

    assert received.outcome is PackageOutcome.TAKEN
    with asking.asked(tmp_path / "data", JANUARY) as questions:
        (line,) = asking.league(questions)
    measures = [line.lar, line.par, line.rr, line.ccr, line.roi, line.par30]
    assert [round(float(value), 2) for value in measures] == [4.17, 5.35, 95.72, 159.75, 9.75, 7.83]


def test_a_upk_that_goes_on_with_an_id_is_the_one_it_was(parcels, tmp_path):
    """Its earlier packages without one come under the id, in every table; those of another UPK stay as they are."""
    data = tmp_path / "data"
    old = [another_upk(parcels[DECEMBER], tmp_path / f"lama-{number}", number) for number in (1, 2)]
    new = another_upk(parcels[JANUARY], tmp_path / "baru", 1)
    for folder in old:
        first_kind(folder)
    take_in(old, data, IN_TIME)
    named = {row[0] for row in _rows(data, "SELECT id_upk FROM paket")}
    assert {name[:5] for name in named} == {"nama-"}

    (taken,) = take_in([new], data, IN_TIME)

    assert (taken.outcome, taken.findings) == (PackageOutcome.TAKEN, ())
    for table in ("paket", "pinjaman", "jadwal", "saldo"):
        assert len({row[0] for row in _rows(data, f"SELECT id_upk FROM {table} WHERE bulan = '2022-12'")} & named) == 1
        assert _rows(data, f"SELECT 1 FROM {table} WHERE bulan = '2022-12' AND id_upk = '{_id(1)}'")
    with asking.asked(data, JANUARY) as questions:
        assert [(line.id, line.state) for line in asking.links(questions)] == [(_id(1), "menyambung")]
        assert [line.id for line in asking.absent(questions, 10)] == sorted(named - {_old_id(old[0])})
    again = take_in([*old, new], data, IN_TIME)
    assert {item.outcome for item in again} == {PackageOutcome.KNOWN}
    take_in([*old, new], tmp_path / "semua", IN_TIME)
    assert _contents(tmp_path / "semua")["paket"] == _contents(data)["paket"]


def _old_id(folder: Path) -> str:
    return glance(folder).sender


def _rows(folder: Path, statement: str) -> list[tuple]:
    with lake.reading(folder) as opened:
        return opened.rows(statement)


def test_a_book_that_does_not_go_on_is_another_upk_and_that_is_told(parcels, tmp_path):
    """The names are the same; of the chain of the old package nothing is in the new one."""
    data = tmp_path / "data"
    old, new = (another_upk(parcels[month], tmp_path / str(month), 1) for month in (DECEMBER, JANUARY))
    first_kind(old)
    head = described_in(new)["danabergulir"]["kepala_sebelum"]
    describe(new, {"kepala_sebelum": head | {"digest": "ab" * 32}})
    take_in([old], data, IN_TIME)

    (taken,) = take_in([new], data, IN_TIME)

    assert taken.outcome is PackageOutcome.TAKEN
    assert [(finding.check, finding.severity) for finding in taken.findings] == [("kota-susunan", "peringatan")]
    with asking.asked(data, JANUARY) as questions:
        odd = asking.oddities(questions, asking.league(questions))
    assert [line.kind for line in odd if "dihitung sebagai UPK lain" in line.remark] == ["paket"]


def test_schedules_are_kept_once(parcels, tmp_path):
    """A month keeps what was agreed in it, else every month would hold every schedule."""
    take_in(list(parcels.values()), tmp_path / "data", IN_TIME)

    with lake.reading(tmp_path / "data") as opened:
        rows = dict(opened.rows("SELECT bulan, count(*) FROM jadwal GROUP BY bulan"))
        repeated = opened.rows("SELECT 1 FROM jadwal GROUP BY id_upk, pinjaman, versi, ke HAVING count(*) > 1")
    assert rows["2023-01"] < 100 < max(rows.values())
    assert repeated == []


def test_no_name_of_a_person_is_in_the_files_of_a_city(demonstration, tmp_path):
    """Not even where a package has them all."""
    full = handed_in(demonstration.ledger, tmp_path / "paket", [JANUARY], full=True)
    (received,) = take_in(list(full.values()), tmp_path / "data", IN_TIME)
    columns = {name for columns in lake.TABLES.values() for name in columns}

    assert received.outcome is PackageOutcome.TAKEN
    assert columns.isdisjoint({"nik", "telepon", "ketua", "alamat", "pihak"})
    assert set(lake.TABLES["anggota"]) == {
        *("id_upk", "ksm", "nomor", "jenis_kelamin", "miskin", "usaha", "omset", "keluar")
    }
    assert set(lake.TABLES["tanda_anggota"]) == {"id_upk", "ksm", "nomor", "tanda"}


def test_every_report_is_made_and_the_page_is_one(city):
    """With planted faults and without."""
    reports = reports_of(city.folder, JANUARY, [], 10)

    assert [report.name for report in reports] == ["ringkasan", "liga", "hilang", "rantai", "kejanggalan", "rw"]
    assert page_of(city.folder, JANUARY, 10).form == "kota"


def test_a_city_is_one_folder_and_one_writer(parcels, tmp_path):
    """Another folder is never written to, and a month without packages is not made up."""
    (tmp_path / "lain").mkdir()
    (tmp_path / "lain" / "catatan.txt").write_text("punya orang", encoding="utf-8")
    with pytest.raises(RefusedError):
        take_in([parcels[JANUARY]], tmp_path / "lain", IN_TIME)
    with pytest.raises(LedgerUnusableError), asking.asked(tmp_path / "lain", JANUARY):
        pass
    take_in([parcels[JANUARY]], tmp_path / "data", IN_TIME)
    with pytest.raises(NotFoundError), asking.asked(tmp_path / "data", Month(2020, 1)):
        pass


@pytest.mark.parametrize(
    ("one", "other"), [("KSM Mawar Putih", "mawar  putih"), ("Bunga-Tanjung", "bunga tanjung"), ("KSM", "ksm")]
)
def test_a_name_is_the_same_however_it_is_spelt(one, other):
    """Blanks, strokes, capitals and the word KSM tell nobody apart."""
    assert folded(one) == folded(other)
