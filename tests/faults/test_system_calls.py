"""One system call of a command fails, or the power goes just then: what is told of the book is what stands in it.

strace counts the calls that a command makes about its book and its files, and lets one of them fail in each run.
"""

import json
import random
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from conftest import START
from danabergulir.domain.checks import Result
from danabergulir.errors import LedgerUnusableError
from danabergulir.files import DRAFT
from danabergulir.ledger.file import copies, store
from danabergulir.operations.audit.examination import check_ledger
from faults.system_calls import KILLED, Ended, Fault, Program, missing, places, started_once, traced
from thorough import THOROUGH

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

_SAMPLED = 3
"""Faults of each command where not every one is tried."""
_WHAT = ("error=ENOSPC", "error=EIO", "error=EDQUOT", "error=EINTR", "signal=SIGKILL", "signal=SIGINT")
_READS = {"pread64", "read"}
_READ = 40 if THOROUGH else 2
"""Reads of each command that fail."""
_LASTING = {"pwrite64", "fdatasync", "fsync"}
"""Calls of which all later ones may fail as well, as on a disk that is gone."""
_NOTHING = ("Tidak ada yang dicatat", "belum tercatat")
_RECORDED = ("Sudah ada yang dicatat", "sudah tercatat", "sudah dicatat")
_UNKNOWN = "Lihat dulu apakah sudah tercatat"
_NOTES = "upk-ditulis.json"
"""What the program notes for itself: which files it may write over without asking. Nobody is told where it is lost."""
_DATED = ("--tanggal", "2026-02-05")
_COMMANDS = (
    ("terima", "MAWAR", "150.000", *_DATED),
    ("terima", "MAWAR", "150.000", *_DATED, "--kuitansi", "kuitansi.pdf"),
    ("kas", "masuk", "31010", "1jt", "Modal", *_DATED),
    ("ksm", "tambah", "MELATI", "KSM Melati", "--rw", "05", "--rt", "001", *_DATED),
    ("impor", "transaksi", "kas.csv"),
    ("tutup", "bulan", "2026-01", "--biarkan-cadangan"),
    ("sanksi", "terbitkan", "--per", "2026-03-31", "--ke", "surat", "--ya"),
    ("ingatkan", "--per", "2026-02-03", "--format", "teks", "--ke", "pesan"),
    ("cadangkan",),
    ("cadangkan", "--ke", "flashdisk"),
    ("pulihkan", "lama.db", "--ya"),
    ("ekspor", "audit", "--dari", "2026-01-01", "--sampai", "2026-01-31", "--ke", "audit"),
    ("laporan", "2026-01", "--ke", "laporan", "--format", "csv", "--format", "pdf"),
    ("--buku", "baru.db", *START),
)
_READING = (
    ("periksa", "--per", "2026-03-31"),
    ("laporan", "2026-01", "--hanya", "neraca"),
    ("jurnal-umum", "--dari", "2026-01-01"),
    ("pinjaman", "kartu", "P-0001"),
    ("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2026-03-01"),
    ("periksa", "--paket", "paket"),
)


@dataclass(frozen=True)
class Scene:
    """A folder with a book, one command there, and what the folder and its book hold before and after it."""

    program: Program
    words: tuple[str, ...]
    start: Path
    folder: Path
    files: tuple[Mapping[str, bytes], Mapping[str, bytes]]
    rows: tuple[Mapping[str, int], Mapping[str, int]]
    faultless: Ended
    reads: bool

    def faults(self) -> list[Fault]:
        """Return every fault there is: each call about the folder, failing in each way; of a read only that it does."""
        found = []
        for call, nth, about in places(self.faultless.lines, self.folder):
            if self.reads:
                found += [Fault(call, nth, "error=EIO", about)] if call in _READS else []
                continue
            found += [Fault(call, nth, what, about) for what in _WHAT]
            if call in _LASTING:
                found += [Fault(call, nth, what, about, lasting=True) for what in _WHAT[:2]]
        return found

    def problems(self, fault: Fault) -> list[str]:
        """Let one call fail in the folder made anew, and return what is not as it has to be afterwards."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.start, self.folder)
        ended = traced(self.program, self.words, self.folder, fault, reads=self.reads)
        found = [*self._ended_badly(ended), *self._told_wrong(ended), *self._half_written(ended)]
        return [f"{fault}: {problem}: {ended.stderr}" for problem in found]

    def _ended_badly(self, ended: Ended) -> Iterator[str]:
        if "Traceback" in ended.stderr:
            yield "a traceback"
        if ended.status not in {0, 2, 4, 5, 130, KILLED, *([1] if self.words[0] == "periksa" else [])}:
            yield f"status {ended.status}"
        if ended.status in {2, 4} and "pread64" in ended.struck and "sudah tercatat" not in ended.stderr:
            yield f"a book or a backup that cannot be read is status {ended.status}"
        two_lines = re.search(r"^Galat: .+\nSaran: .+$", ended.stderr, re.MULTILINE)
        if ended.status in {2, 4, 5} and not (two_lines or "write(2<" in ended.struck):
            yield "not told what is wrong"

    def _told_wrong(self, ended: Ended) -> Iterator[str]:
        try:
            rows = _rows(self.folder / "upk.db")
        except LedgerUnusableError as error:
            yield f"the book is unusable, {error.message}"
            return
        wrong = [
            item.name for item in check_ledger(self.folder / "upk.db", date(2026, 3, 31)).checks if _is_wrong(item)
        ]
        yield from (f"periksa finds {name}" for name in wrong)
        before, after = self.rows
        if rows not in self.rows:
            yield "a part is recorded"
        if ended.status == KILLED or before == after:
            return
        said = (ended.stdout + ended.stderr).replace(_UNKNOWN, "")
        nothing, recorded = (any(words in said for words in told) for told in (_NOTHING, _RECORDED))
        told = _UNKNOWN in ended.stderr or "write(2<" in ended.struck
        if rows == after and (nothing or not (ended.status == 0 or recorded or told)):
            yield "recorded, but not told"
        if rows == before and (recorded or (ended.status == 0 and not nothing)):
            yield "not recorded, but told to be"

    def _half_written(self, ended: Ended) -> Iterator[str]:
        before, after = self.files
        found = _files(self.folder)
        yield from (f"gone is {name}" for name in before.keys() - found.keys())
        for name, content in found.items():
            top = name.partition("/")[0]
            if name.endswith((DRAFT, "-journal")) or top.startswith("."):
                may_stay = ended.status == KILLED or "unlink" in ended.struck or top in ended.stderr
                if not may_stay and name not in before:
                    yield f"a draft is left, {name}"
            elif content != before.get(name) and not _is_whole(self.folder / name, content, _same(name, after)):
                yield f"half written is {name}"
        if ended.status == 0 and "Peringatan" not in ended.stderr:
            lacking = {_undated(name) for name in after} - {_undated(name) for name in found} - {_NOTES}
            yield from (f"all is told to be well, but there is no {name}" for name in lacking)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _undated(name: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d-\d{4}", "", name)


def _same(name: str, others: Mapping[str, bytes]) -> bytes:
    return next((content for other, content in others.items() if _undated(other) == _undated(name)), b"")


def _is_whole(path: Path, content: bytes, due: bytes) -> bool:
    """Return whether a file that was written is a whole one of its kind; ``due`` is that of the faultless command."""
    if ".db" in path.name:
        return copies.inspect(path).size == len(content)
    if path.suffix == ".pdf":
        return content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")
    if path.suffix == ".xlsx":
        return zipfile.ZipFile(path).testzip() is None
    if path.suffix == ".json":
        return bool(json.loads(content))
    return content.endswith(b"\n") and content.count(b"\n") == due.count(b"\n")


def _rows(path: Path) -> Mapping[str, int]:
    """Return how many rows each table holds, once SQLite has taken back what was broken off."""
    with store.reading(path) as connection:
        return copies.row_counts(connection)


def _is_wrong(item) -> bool:
    return item.result is Result.WRONG


@pytest.fixture(scope="module")
def program():
    """Yield what starts the program for each command line of this file."""
    with started_once() as found:
        yield found


@pytest.fixture
def scene(fund, program, tmp_path_factory):
    """Return a function that runs a command once without a fault, beside a book with loans, a backup and a file."""
    rows = [f"2026-01-{day:02d};masuk;{day}000;31010;K-{day}\n" for day in range(5, 13)]
    (fund.folder / "kas.csv").write_text("".join(["tanggal;jenis;jumlah;akun;bukti_luar\n", *rows]), encoding="utf-8")
    assert fund("cadangkan").status == 0
    shutil.copyfile(next((fund.folder / "cadangan").iterdir()), fund.folder / "lama.db")
    assert fund("kas", "masuk", "31010", "2jt", "Modal", "--tanggal", "2026-01-06").status == 0
    folder = tmp_path_factory.mktemp("kejadian") / "folder"

    def made(words: tuple[str, ...], *, reads: bool = False) -> Scene:
        shutil.copytree(fund.folder, folder)
        before = _files(folder), _rows(folder / "upk.db")
        faultless = traced(program, words, folder, reads=reads)
        assert faultless.status == 0, faultless.stderr
        after = _files(folder), _rows(folder / "upk.db")
        files, rows = zip(before, after, strict=True)
        return Scene(program, words, fund.folder, folder, files=files, rows=rows, faultless=faultless, reads=reads)

    return made


@pytest.mark.parametrize("words", _COMMANDS, ids=" ".join)
def test_whatever_call_fails_the_book_is_whole_and_what_is_told_is_true(scene, words):
    """Nothing is half recorded or half written, and no sentence says otherwise."""
    at_work = scene(words)
    faults = at_work.faults()
    assert faults
    if not THOROUGH:
        dice = random.Random(" ".join(words))  # noqa: S311 - moments, not secrets
        calls = sorted({(fault.call, Path(fault.about).suffix) for fault in faults})
        chosen = dice.sample(calls, _SAMPLED)
        faults = [
            dice.choice([item for item in faults if (item.call, Path(item.about).suffix) == call]) for call in chosen
        ]

    assert [problem for fault in faults for problem in at_work.problems(fault)] == []


@pytest.mark.parametrize("words", [*_COMMANDS, *_READING], ids=" ".join)
def test_whatever_cannot_be_read_is_told_and_nothing_false_is_said_of_the_book(scene, fund, words):
    """The disk fails under the book, a backup or a file that is imported: a book that cannot be used is status 5."""
    (fund.folder / "aturan.toml").write_text("[cadangan_data]\nsimpan = 2\n", encoding="utf-8")
    package = ("ekspor", "audit", "--dari", "2025-12-31", "--sampai", "2026-01-31", "--ke", "paket")
    assert "paket" not in words or fund(*package).status == 0
    at_work = scene(words, reads=True)
    faults = at_work.faults()
    assert faults or words[0] == "--buku"
    dice = random.Random(" ".join(words))  # noqa: S311 - moments, not secrets

    chosen = dice.sample(faults, min(_READ, len(faults)))
    assert [problem for fault in chosen for problem in at_work.problems(fault)] == []
