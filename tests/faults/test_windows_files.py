"""What Windows does otherwise: files that Excel holds open, letters of drives, code pages, ends of lines, names."""

import io
import re
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from danabergulir import files
from danabergulir.cli import synced
from danabergulir.cli.app import _prepare_output
from danabergulir.errors import UsageError
from danabergulir.ledger.file.schema import address
from ledger.small_ledger import fetch

_ROOT = Path(__file__).parents[2]
_ACCESS_DENIED, _SHARING_VIOLATION = 5, 32
_HELD = "mungkin sedang dibuka program lain"


def _refusal(path, code=_SHARING_VIOLATION):
    error = PermissionError(13, "The process cannot access the file because it is being used by another process")
    error.winerror, error.filename = code, str(path)
    return error


@pytest.fixture(autouse=True)
def pauses(monkeypatch):
    """Return the pauses that were made; none is waited for."""
    made = []
    monkeypatch.setattr(files, "sleep", made.append)
    return made


@pytest.fixture
def hold(monkeypatch):
    """Return a function by which another program holds a file; it refuses what Windows refuses then, ``times`` over."""

    def held(path, times=10**6, code=_SHARING_VIOLATION, *, opened=True):
        left = [times]

        def refusing(real, which):
            def act(self, *words, **options):
                wanted = which(self, *words)
                if left[0] and path.exists() and any(Path(item).absolute() == path.absolute() for item in wanted):
                    left[0] -= 1
                    raise _refusal(path, code)
                return real(self, *words, **options)

            return act

        both = {"replace": lambda self, to: (self, to), "rename": lambda self, to: (self, to)}
        alone = {"unlink": lambda self, *_: (self,)}
        written = {"open": lambda self, mode="r", *_: (self,) if opened and "+" in mode else ()}
        for name, which in {**both, **alone, **written}.items():
            monkeypatch.setattr(Path, name, refusing(getattr(Path, name), which))
        return lambda: left.__setitem__(0, 0)

    return held


def _content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("code", [_ACCESS_DENIED, _SHARING_VIOLATION])
def test_a_file_that_is_let_go_in_time_is_written(tmp_path, hold, pauses, code):
    """A virus scanner that looks into it costs a moment and nothing else."""
    (tmp_path / "a.xlsx").write_bytes(b"lama")
    hold(tmp_path / "a.xlsx", times=3, code=code)
    files.write_whole({tmp_path / "a.xlsx": b"baru"})

    assert _content(tmp_path) == {"a.xlsx": b"baru"}
    assert len(pauses) == 3


def test_one_file_that_is_held_leaves_all_of_them_as_they_were(tmp_path, hold):
    """It is found before the first of the others is replaced, named, and no draft lies about."""
    (tmp_path / "a.pdf").write_bytes(b"lama")
    (tmp_path / "b.xlsx").write_bytes(b"lama juga")
    hold(tmp_path / "b.xlsx")
    with pytest.raises(UsageError, match=rf"{_HELD}: .*b\.xlsx"):
        files.write_whole({tmp_path / "a.pdf": b"baru", tmp_path / "b.xlsx": b"baru", tmp_path / "c.csv": b"baru"})

    assert _content(tmp_path) == {"a.pdf": b"lama", "b.xlsx": b"lama juga"}


def test_a_file_that_may_be_written_and_not_replaced_is_told_too(tmp_path, hold):
    """Some programs let others write while they let nobody delete."""
    (tmp_path / "a.xlsx").write_bytes(b"lama")
    hold(tmp_path / "a.xlsx", opened=False)
    with pytest.raises(UsageError, match=_HELD), files.written_whole(tmp_path / "a.xlsx") as draft:
        draft.write_bytes(b"baru")

    assert _content(tmp_path) == {"a.xlsx": b"lama"}


def test_a_draft_that_a_scanner_holds_hides_nothing(tmp_path, hold):
    """What went wrong is told, not that the draft could not be deleted; the next time it is."""
    (tmp_path / "a.xlsx").write_bytes(b"lama")
    let_go = hold(tmp_path / "a.xlsx.baru")
    with pytest.raises(ValueError, match="what went wrong"), files.written_whole(tmp_path / "a.xlsx"):
        raise ValueError("what went wrong")
    left = _content(tmp_path)
    let_go()
    files.write_whole({tmp_path / "a.xlsx": b"baru"})

    assert left == {"a.xlsx": b"lama", "a.xlsx.baru": b""}
    assert _content(tmp_path) == {"a.xlsx": b"baru"}


def test_what_may_not_be_written_at_all_is_not_tried_again(tmp_path, monkeypatch, pauses):
    """A folder without leave says so at once, as on any other system."""

    def refuse(_, to):
        raise PermissionError(13, "Permission denied", str(to))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        files.write_whole({tmp_path / "a.pdf": b"baru"})

    assert (pauses, _content(tmp_path)) == ([], {})


@pytest.mark.parametrize(
    "words",
    [
        ("laporan", "2026-01", "--ke", "hasil"),
        ("laporan", "2026-01", "--ke", "hasil", "--format", "xlsx"),
    ],
)
def test_a_report_whose_workbook_is_open_in_excel_is_refused_whole(used, hold, words):
    """Two lines say what to close; every file of the set is the old one, and the next try writes them."""
    assert used(*words).status == 0
    assert used("kas", "masuk", "31010", "1jt", "Modal", "--tanggal", "2026-01-15").status == 0
    before = _content(used.folder / "hasil")
    let_go = hold(used.folder / "hasil" / "laporan-2026-01.xlsx")
    refused = used(*words)
    after = _content(used.folder / "hasil")
    let_go()
    again = used(*words)

    assert refused.status == 2
    assert refused.stderr.splitlines()[-2:] == [
        f"Galat: file tidak dapat diganti, {_HELD}: {Path('hasil') / 'laporan-2026-01.xlsx'}",
        "Saran: Tutup file itu, misalnya di Excel, lalu ulangi. Isinya yang lama tetap ada.",
    ]
    assert after == before
    assert again.status == 0, again.stderr
    assert _content(used.folder / "hasil") != before


@pytest.mark.parametrize(
    "words", [("jurnal-umum", "--format", "csv", "--ke", "j.csv"), ("ekspor", "hledger", "--ke", "j.csv")]
)
def test_any_other_file_that_is_open_is_told_the_same(used, hold, words):
    """Whatever command writes it."""
    assert used(*words).status == 0
    assert used("kas", "masuk", "31010", "1jt", "Modal", "--tanggal", "2026-01-15").status == 0
    before = (used.folder / "j.csv").read_bytes()
    hold(used.folder / "j.csv")
    refused = used(*words)

    assert (refused.status, _HELD in refused.stderr) == (2, True)
    assert (used.folder / "j.csv").read_bytes() == before


def test_the_list_of_written_files_may_be_open_meanwhile(used, hold):
    """It is for convenience only: the file is written all the same."""
    assert used("akun", "daftar", "--format", "csv", "--ke", "a.csv").status == 0
    hold(used.folder / "upk-ditulis.json")
    assert used("ksm", "daftar", "--format", "csv", "--ke", "k.csv").status == 0
    assert (used.folder / "k.csv").is_file()


@pytest.mark.parametrize("name", ["replace", "unlink"])
def test_a_restore_over_a_book_that_is_held_changes_nothing(used, monkeypatch, name):
    """Another program, as a syncing one, keeps the book from being replaced: it stays, and every voucher in it."""
    (backup,) = (used.folder / "cadangan").glob("*.db")
    assert used("kas", "masuk", "31010", "1jt", "Modal", "--tanggal", "2026-01-15").status == 0
    before = fetch(used.ledger, "SELECT number FROM voucher")
    real = getattr(Path, name)

    def refuse(self, *to, **options):
        if self.name == "upk.db.baru" and self.exists():
            raise _refusal(self)
        return real(self, *to, **options)

    monkeypatch.setattr(Path, name, refuse)
    ended = used("pulihkan", str(backup), "--ya")

    assert "Traceback" not in ended.stderr
    if name == "replace":
        assert ended.status == 5
        assert fetch(used.ledger, "SELECT number FROM voucher") == before
    else:
        assert ended.status == 0, ended.stderr


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PureWindowsPath(r"C:\Users\Ani\UPK\upk.db"), "file:///C:/Users/Ani/UPK/upk.db?mode=rw"),
        (PureWindowsPath(r"Z:\UPK\buku 50%.db"), "file:///Z:/UPK/buku%2050%25.db?mode=rw"),
        (PureWindowsPath(r"\\kantor\bersama\upk.db"), "file:////kantor/bersama/upk.db?mode=rw"),
        (PureWindowsPath(r"\\?\C:\UPK\upk.db"), "file:////%3F/C:/UPK/upk.db?mode=rw"),
        (PurePosixPath("/home/ani/upk.db"), "file:///home/ani/upk.db?mode=rw"),
    ],
)
def test_a_book_has_an_address_on_every_kind_of_drive(path, uri):
    """A letter, a share of another computer, a long path."""
    assert address(path, "rw") == uri


def test_a_drive_that_leads_to_a_share_or_a_synced_folder_is_seen_through(used, monkeypatch):
    """The letter Z: says nothing of where it leads; what Windows makes of it does."""
    monkeypatch.setattr(synced, "_real", lambda _: PureWindowsPath(r"\\kantor\bersama\upk.db"))
    there = ("--buku", str(used.ledger))
    written = used(*there, "kas", "masuk", "31010", "1jt", "Modal", "--tanggal", "2026-01-20")

    assert written.status == 0
    assert written.stderr.count("Peringatan: buku ini ada di \\\\kantor\\bersama") == 1


def test_a_folder_that_leads_into_a_synced_one_is_seen_through(used):
    """A link or a junction does not make it an ordinary folder."""
    real = used.folder / "OneDrive" / "UPK"
    real.mkdir(parents=True)
    (real / "upk.db").write_bytes(used.ledger.read_bytes())
    (used.folder / "buku").symlink_to(real, target_is_directory=True)
    there = ("--buku", str(used.folder / "buku" / "upk.db"))
    written = used(*there, "kas", "masuk", "31010", "1jt", "Modal", "--tanggal", "2026-01-20")

    assert (written.status, written.stderr.count("Peringatan: buku ini ada di OneDrive")) == (0, 1)


@pytest.mark.parametrize("page", ["cp437", "cp1252", "cp850"])
def test_an_old_code_page_of_the_console_loses_no_letter(used, page):
    """Redirected into a file everything is UTF-8, the lines of tables too, and CSV has its own ends of lines."""
    for words in (("ksm", "tambah", "MAWAR", "Mawar Kémbang “€”", "--rw", "05", "--rt", "003"), ("ksm", "daftar")):
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding=page, newline=None) for _ in range(2))
        assert used.into(out, err, words) == 0
    out.flush()
    printed = out.buffer.getvalue().decode("utf-8")

    assert "Mawar Kémbang “€”" in printed
    assert "─" in printed
    assert "?" not in printed


@pytest.mark.parametrize(("encoding", "terminal"), [("cp1252", False), ("cp437", True)])
def test_what_comes_in_through_a_pipe_is_read_as_utf_8(monkeypatch, encoding, terminal):
    """A console knows its own letters; Windows takes a pipe for an old code page."""
    stdin = io.TextIOWrapper(io.BytesIO("Kémbang".encode(encoding if terminal else "utf-8")), encoding=encoding)
    monkeypatch.setattr(stdin.buffer, "isatty", lambda: terminal, raising=False)
    monkeypatch.setattr(sys, "stdin", stdin)
    _prepare_output()

    assert sys.stdin.read() == "Kémbang"


def test_files_that_notepad_saved_are_read_like_any_other(book):
    """A byte order mark and CRLF, in CSV and in the rules."""
    mark = b"\xef\xbb\xbf"
    (book.folder / "ksm.csv").write_bytes(mark + b"kode;nama;rw;rt\r\nMAWAR;Mawar K\xc3\xa9mbang;05;003\r\n")
    (book.folder / "aturan.toml").write_bytes(mark + b"[pengingat]\r\njarak_hari = 5\r\n")

    assert book("impor", "ksm", "ksm.csv").status == 0
    assert "Mawar Kémbang" in book("ksm", "daftar").stdout
    ended = book("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2026-01-01", "--ba", "01/BA/2026")
    assert "Traceback" not in ended.stderr
    assert "tidak dapat dibaca" not in ended.stderr


def test_every_file_of_a_month_has_a_name_that_windows_takes():
    """No sign that it forbids, no name of a device, none twice but for capitals, and short enough below any folder."""
    folder = _ROOT / "examples" / "laporan-contoh"
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*")]
    parts = {part for name in names for part in name.split("/")}

    assert names
    assert [part for part in parts if re.search(r'[<>:"\\|?*\x00-\x1f]|[. ]$', part)] == []
    assert [part for part in parts if re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", part)] == []
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) < 100


def test_codes_that_differ_in_capitals_alone_are_one(book):
    """Their messages would be one file on Windows and on a Mac."""
    assert book("ksm", "tambah", "mawar", "Mawar", "--rw", "05", "--rt", "003").status == 0
    refused = book("ksm", "tambah", "MAWAR", "Mawar Dua", "--rw", "05", "--rt", "003")

    assert (refused.status, "sudah dipakai" in refused.stderr) == (4, True)


def test_a_path_that_is_too_long_is_told(used):
    """Nothing is written, and the sentence names the place."""
    long = "/".join(["laporan bulanan" * 10] * 30) + "/a.csv"
    ended = used("akun", "daftar", "--format", "csv", "--ke", long)

    assert ended.status == 2
    assert ended.stderr.startswith("Galat: --ke: file tidak dapat ditulis: ")
