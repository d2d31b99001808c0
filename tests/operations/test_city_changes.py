"""What a UPK tells otherwise than it did: in the month before, or in the package whose place another one takes."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from danabergulir.dates import Month
from danabergulir.domain.city.packages import PackageOutcome
from danabergulir.operations.audit import package
from danabergulir.operations.city import asking
from danabergulir.operations.city.taking_in import take_in
from operations.city_packages import another_upk, handed_in, months, record_otherwise, rewrite
from operations.forged_package import sealed_anew

DECEMBER, JANUARY = Month(2022, 12), Month(2023, 1)
IN_TIME = date(2023, 2, 5)


@pytest.fixture(scope="module")
def parcels(demonstration, tmp_path_factory) -> dict[Month, Path]:
    """Return the packages of the demonstration's last two months; no test changes them."""
    return handed_in(demonstration.ledger, tmp_path_factory.mktemp("paket"), months("2022-12", "2023-01"))


def _more_patient(folder: Path) -> None:
    path = folder / "kebijakan.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("\nbatas = 3", "\nbatas = 9"), encoding="utf-8")
    sealed_anew(folder)


def _swapped(rows: Iterator[int]) -> Callable[[dict[str, str]], dict[str, str]]:
    def row_of(row: dict[str, str]) -> dict[str, str]:
        amount = next(rows, 0) if row["keadaan"] == "berjalan" else 0
        paid, left = int(row["pokok_terbayar"]) + amount, int(row["saldo_pokok"]) - amount
        return row | {"pokok_terbayar": str(paid), "saldo_pokok": str(left)}

    return row_of


PLANTED = {
    "nothing": (lambda _: None, set()),
    "another limit": (_more_patient, {"kebijakan"}),
    "another name": (
        lambda folder: rewrite(folder, "ksm", lambda row: row | {"nama": f"Mekar {row['nama']}"}),
        {"ksm berubah"},
    ),
    "another RW": (lambda folder: rewrite(folder, "ksm", lambda row: row | {"rw": "09"}), {"ksm berubah"}),
    "the same name in other letters": (
        lambda folder: rewrite(folder, "ksm", lambda row: row | {"nama": f"KSM {row['nama'].upper()}."}),
        set(),
    ),
    "a receipt told of another loan": (
        lambda folder: rewrite(folder, "pinjaman", _swapped(iter((500_000, -500_000)))),
        {"angsuran"},
    ),
}
"""What is done to a package of January that goes on from December's, and what the city calls odd about it."""


@pytest.mark.parametrize("name", PLANTED)
def test_what_the_month_before_says_otherwise_is_worth_a_look(parcels, tmp_path, name):
    """The package has no entries of it, so it is taken; nothing that stayed as it was is called anything."""
    does, kinds = PLANTED[name]
    first, second = (another_upk(parcels[month], tmp_path / str(month), 5) for month in (DECEMBER, JANUARY))
    does(second)

    received = take_in([first, second], tmp_path / "data", IN_TIME)

    assert {item.outcome for item in received} == {PackageOutcome.TAKEN}
    with asking.asked(tmp_path / "data", JANUARY) as questions:
        odd = asking.oddities(questions, asking.league(questions))
    assert kinds <= {line.kind for line in odd} <= kinds | {"kunci kota", "tunggakan", "kinerja"}
    if not kinds:
        assert {line.kind for line in odd} <= {"kunci kota"}


def test_a_book_written_anew_is_told_when_its_package_takes_the_place_of_another(parcels, tmp_path):
    """Every digest of the new package fits; the entries of the one before are not in it."""
    honest = another_upk(parcels[JANUARY], tmp_path / "jujur", 5)
    anew = another_upk(parcels[JANUARY], tmp_path / "lain", 5)
    record_otherwise(parcels[JANUARY], anew, lambda _, content: content.replace("Kuitansi", "Tanda terima"))
    take_in([honest], tmp_path / "data", IN_TIME)

    (refused,) = take_in([anew], tmp_path / "data", IN_TIME)
    (replaced,) = take_in([anew], tmp_path / "data", IN_TIME, instead=True)

    assert [finding.check for finding in refused.findings] == ["kota-ganda", "kota-ganti"]
    assert (replaced.outcome, replaced.is_wrong) == (PackageOutcome.REPLACED, False)
    assert [finding.check for finding in replaced.findings] == ["kota-ganti"]
    assert "bukunya ditulis ulang sesudah diserahkan" in replaced.findings[0].message
    with asking.asked(tmp_path / "data", JANUARY) as questions:
        assert "terputus" in {line.state for line in asking.links(questions)}


def test_a_month_that_the_city_has_within_a_longer_package_is_not_asked_for_again(demonstration, parcels, tmp_path):
    """The other way round the month that is missing is."""
    data, first, last = tmp_path / "data", date(2022, 11, 1), JANUARY.last_on
    longer = package.write(demonstration.ledger, first, last, tmp_path / "triwulan").folder
    take_in([longer], data, IN_TIME)

    (within,) = take_in([parcels[DECEMBER]], data, IN_TIME)
    take_in([parcels[DECEMBER]], tmp_path / "lain", IN_TIME)
    (beyond,) = take_in([longer], tmp_path / "lain", IN_TIME)

    assert [(finding.check, finding.hint) for finding in within.findings] == [
        ("kota-masa", "Masa ini sudah ada di data kota, jadi paketnya tidak perlu diserahkan lagi.")
    ]
    assert "--dari 2023-01-01 --sampai 2023-01-31" in beyond.findings[0].hint
