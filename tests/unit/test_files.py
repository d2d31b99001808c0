"""Files written whole or not at all."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from danabergulir.files import FileKind, kind_of, write_whole


def _content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_take_the_place_of_those_of_their_name(tmp_path):
    """What stood there is gone, and nothing else lies beside them."""
    (tmp_path / "a.pdf").write_bytes(b"lama dan panjang")
    write_whole({tmp_path / "a.pdf": b"baru", tmp_path / "b.pdf": b"juga"})

    assert _content(tmp_path) == {"a.pdf": b"baru", "b.pdf": b"juga"}


def test_a_disk_that_fills_up_leaves_what_was_there(tmp_path, monkeypatch):
    """The second of two files has no room: the first keeps its old content, and no half of either is left."""
    (tmp_path / "a.pdf").write_bytes(b"lama")
    real = Path.write_bytes

    def until_full(path, content):
        real(path, content[:2])
        if "b.pdf" in path.name:
            raise OSError(28, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", until_full)
    with pytest.raises(OSError, match="No space left"):
        write_whole({tmp_path / "a.pdf": b"baru", tmp_path / "b.pdf": b"juga"})

    assert _content(tmp_path) == {"a.pdf": b"lama"}


def test_no_folder_is_made(tmp_path):
    """A name mistyped in the path is an error, not a new folder."""
    with pytest.raises(FileNotFoundError):
        write_whole({tmp_path / "tidak" / "a.pdf": b"baru"})

    assert _content(tmp_path) == {}


def test_a_folder_is_never_replaced(tmp_path):
    """It is an error, and what the folder holds stays."""
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(OSError, match=r"a\.pdf"):
        write_whole({tmp_path / "a.pdf": b"baru"})

    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def _packed(name):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr(name, "")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (None, None),
        (b"", None),
        (b"%PDF-1.7", FileKind.PDF),
        (_packed("xl/workbook.xml"), FileKind.WORKBOOK),
        (_packed("word/document.xml"), FileKind.OTHER),
        (b"PK\x03\x04 cut off", FileKind.OTHER),
        (b"SQLite format 3\0 and more", FileKind.LEDGER),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileKind.OTHER),
        (b"PK-01;jumlah", FileKind.TEXT),
        ("nama;jumlah;é".encode("cp1252"), FileKind.TEXT),
    ],
)
def test_a_file_is_of_the_kind_that_its_content_says(tmp_path, content, kind):
    """Whatever its name; an empty one, none, and a folder stand in nobody's way."""
    if content is not None:
        (tmp_path / "a").write_bytes(content)
    assert kind_of(tmp_path / "a") is kind
    assert kind_of(tmp_path) is None
