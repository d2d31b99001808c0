"""Lists of a package edited, every sum put right: a city that makes no ledger of it sees that the entries say else."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from danabergulir.operations.audit import package
from danabergulir.operations.city.handed_in import look_at
from operations.city_packages import rewrite
from operations.forged_package import sealed_anew
from operations.full_ledger import build_full_ledger

_KINDS = {
    "whole": (date(2023, 2, 1), date(2023, 2, 28), {}),
    "from the opening": (date(2022, 12, 31), date(2023, 6, 30), {"full": True}),
    "continued": (date(2023, 2, 1), date(2023, 2, 28), {"continued": True}),
}


@pytest.fixture(scope="module")
def packages(tmp_path_factory) -> dict[str, Path]:
    """Return a package of each kind of a ledger with rows in every table; no test changes them."""
    root = tmp_path_factory.mktemp("paket")
    book = build_full_ledger(root / "upk.db")
    return {
        name: package.write(book, first, last, root / name, **how).folder for name, (first, last, how) in _KINDS.items()
    }


@pytest.mark.parametrize("kind", _KINDS)
def test_no_sound_package_is_called_other_than_its_entries(packages, kind):
    """Whole or continued, masked or full: there is nothing to find."""
    assert look_at(packages[kind], "sidik").findings == ()


def _cell(table: str, column: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    """Return what changes one column of the first row of a table, all sums put right."""

    def does(folder: Path) -> None:
        changes = iter([change])
        rewrite(folder, table, lambda row: row | {column: next(changes, str)(row[column])})

    return does


def _richer(folder: Path) -> None:
    """Let two accounts begin and end with a million more and less, so that the package agrees with itself."""
    moves = iter((1_000_000, -1_000_000))

    def row_of(row: dict[str, str]) -> dict[str, str]:
        amount = next(moves, 0)
        return row | {name: str(int(row[name]) + amount) for name in ("saldo_awal", "saldo_akhir")}

    rewrite(folder, "saldo", row_of)


def _patient(folder: Path) -> None:
    """Let a policy count a loan at risk after nine missed instalments, which takes it off the indicators."""
    path = folder / "kebijakan.toml"
    text = path.read_text(encoding="utf-8")
    assert "\nbatas = 3" in text
    path.write_text(text.replace("\nbatas = 3", "\nbatas = 9", 1), encoding="utf-8", newline="\n")
    sealed_anew(folder)


EDITS = {
    "the name of a KSM": (_cell("ksm", "nama", lambda _: "Nama Lain"), "ksm.csv: KSM K-01"),
    "the RW of a KSM": (_cell("ksm", "rw", lambda _: "09"), "ksm.csv: KSM K-01"),
    "the principal of a loan": (_cell("pinjaman", "pokok", lambda cell: f"{cell}0"), "pinjaman.csv: pinjaman P-0001"),
    "what was repaid": (_cell("pinjaman", "pokok_terbayar", lambda _: "7"), "pinjaman.csv: pinjaman P-0001"),
    "a due date": (_cell("jadwal", "jatuh_tempo", lambda _: "2029-01-01"), "jadwal.csv: pinjaman P-0001, versi 1"),
    "an instalment": (_cell("jadwal", "pokok", lambda _: "1"), "jadwal.csv: pinjaman P-0001, versi 1"),
    "balances": (_richer, "saldo.csv: akun"),
    "the policy": (_patient, "kebijakan.toml: bukan"),
    "the table of an entry": (_cell("versi", "tabel", lambda _: "member"), "catatan 1 (anggota"),
}
"""What is done to a package, and what is found."""


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("kind", ["whole", "from the opening"])
def test_a_list_that_is_not_as_its_entries_say_is_found(packages, tmp_path, kind, edit):
    """The package agrees with itself, and every file is as it says; only the chain says else."""
    does, told = EDITS[edit]
    folder = shutil.copytree(packages[kind], tmp_path / "salinan")

    does(folder)

    handed = look_at(folder, "sidik")
    assert not handed.is_sound
    assert any(f"{item.subject}: {item.message}".startswith(told) for item in handed.findings), handed.findings


def test_of_a_continued_package_what_it_has_the_entries_of_is_compared(packages, tmp_path):
    """A loan of its month with its schedule; of another month's only the earlier package has the entries."""
    entries = (packages["continued"] / "versi.csv").read_text(encoding="utf-8-sig")
    assert '"schedule"' in entries
    folder = shutil.copytree(packages["continued"], tmp_path / "salinan")

    rewrite(folder, "jadwal", lambda row: row | {"jatuh_tempo": "2029-01-01"})

    assert [item.check for item in look_at(folder, "sidik").findings] == ["paket-daftar"]
