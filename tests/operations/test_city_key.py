"""The key of a city: drawn, kept and refused; and packages whose members are marked by it."""

import hashlib
import hmac
import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from danabergulir.dates import Month
from danabergulir.errors import RefusedError, UsageError
from danabergulir.operations.audit import city_key, package, package_import
from danabergulir.operations.audit.package_check import check
from danabergulir.operations.city import asking
from danabergulir.operations.city.taking_in import take_in
from operations.city_packages import another_upk, describe
from operations.forged_package import described_in
from operations.full_ledger import build_full_ledger

FIRST, LAST = date(2022, 12, 31), date(2023, 1, 31)
KEY = bytes(range(32))
NIK = "3273014505800001"


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """Return a ledger with rows in every table."""
    return build_full_ledger(tmp_path_factory.mktemp("buku") / "upk.db")


@pytest.fixture(scope="module", params=["disamarkan", "lengkap"])
def marked(request, book, tmp_path_factory) -> Path:
    """Return a package whose members are marked, masked and not; no test changes it."""
    folder = tmp_path_factory.mktemp("paket") / "satu"
    full = request.param == "lengkap"
    return package.write(book, FIRST, LAST, folder, full=full, city_key=KEY).folder


def _key_in(folder: Path, content: str, mode: int = 0o600) -> Path:
    path = folder / "kunci.txt"
    path.write_text(content, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_key_that_was_drawn_is_read_again_and_never_drawn_over(tmp_path):
    """By its owner alone; its name is that of the key."""
    path = tmp_path / "baru" / "kunci.txt"
    name = city_key.make(path)

    assert city_key.name_of(city_key.load(path)) == name
    assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(RefusedError):
        city_key.make(path)


@pytest.mark.parametrize(
    "word", ["", "rahasia", "kota bandung 2026", "abc123", "0" * 64, KEY.hex()[:-2], KEY.hex() * 2]
)
def test_a_word_or_a_short_key_is_refused(tmp_path, word):
    """What somebody made up is guessed, and every NIK with it."""
    with pytest.raises(UsageError, match="bukan kunci kota"):
        city_key.load(_key_in(tmp_path, word))


@pytest.mark.skipif(os.name != "posix", reason="Windows has no modes of files")
def test_a_key_that_others_can_read_is_refused(tmp_path):
    """And the sentence says how to mend it."""
    with pytest.raises(RefusedError) as refused:
        city_key.load(_key_in(tmp_path, KEY.hex(), 0o644))
    assert "chmod 600" in refused.value.hint


def test_each_member_with_a_nik_has_the_mark_that_anybody_with_the_key_works_out(marked):
    """HMAC-SHA-256 of the NIK; neither it nor its bare digest stands anywhere in a masked package."""
    mark = hmac.new(KEY, NIK.encode(), hashlib.sha256).hexdigest()
    told = described_in(marked)["danabergulir"]

    assert mark in (marked / "tanda_anggota.csv").read_text(encoding="utf-8-sig")
    assert told["kunci_kota"] == city_key.name_of(KEY)
    if told["nik_dan_telepon"] == "disamarkan":
        everything = b"".join(path.read_bytes() for path in marked.iterdir())
        for secret in (NIK, hashlib.sha256(NIK.encode()).hexdigest(), KEY.hex(), hashlib.sha256(KEY).hexdigest()):
            assert secret.encode() not in everything


def test_a_marked_package_proves_itself_and_says_that_its_marks_are_not_proved(marked, tmp_path):
    """They need the key and the NIK; a ledger is made of it as of any other."""
    assert check(marked) == []
    unproved = described_in(marked)["danabergulir"]["belum_terbukti"]
    assert unproved == ["tanda_anggota.csv", "datapackage.json: kunci_kota", "datapackage.json: program"]
    made = package_import.take_in(tmp_path / "lagi.db", [marked])
    assert made.entries > 0


def test_a_mark_of_somebody_who_is_no_member_is_found(marked, tmp_path):
    """The list of members is proved, so whom marks are for is too."""
    copy = shutil.copytree(marked, tmp_path / "salinan")
    with (copy / "tanda_anggota.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(f'"K-11";99;"{"5a" * 32}"\r\n')
    describe(copy, {})

    assert any(item.subject == "tanda_anggota.csv" and item.severity == "galat" for item in check(copy))


def test_a_package_without_a_key_has_no_marks_at_all(book, tmp_path):
    """No file, no name of a key."""
    written = package.write(book, FIRST, LAST, tmp_path / "tanpa").folder

    assert not (written / "tanda_anggota.csv").exists()
    assert "kunci_kota" not in described_in(written)["danabergulir"]


def test_a_book_from_a_masked_package_has_no_nik_to_mark(book, tmp_path):
    """So nothing is written that looks like a mark."""
    masked = package.write(book, FIRST, LAST, tmp_path / "samar").folder
    package_import.take_in(tmp_path / "lagi.db", [masked])

    with pytest.raises(RefusedError, match="NIK-nya tidak ada"):
        package.write(tmp_path / "lagi.db", FIRST, LAST, tmp_path / "tanda", city_key=KEY)


def test_two_books_with_one_person_are_seen_by_the_city(book, tmp_path):
    """From masked packages, with the same key; with another one they are not compared."""
    for name, keys in {"sama": (KEY, KEY), "beda": (KEY, bytes(reversed(KEY)))}.items():
        written = [
            package.write(book, FIRST, LAST, tmp_path / name / str(number), city_key=key).folder
            for number, key in enumerate(keys)
        ]
        folders = [written[0], another_upk(written[1], tmp_path / name / "lain", 7)]
        take_in(folders, tmp_path / f"kota-{name}", date(2023, 2, 5))
        with asking.asked(tmp_path / f"kota-{name}", Month(2023, 1)) as questions:
            odd = asking.oddities(questions, asking.league(questions))
        kinds = {line.kind for line in odd}
        assert ("anggota sama" in kinds, "kunci kota" in kinds) == ((True, False) if name == "sama" else (False, True))
        assert NIK not in str(odd)
