"""Files written whole or not at all."""

from pathlib import Path

import pytest

from danabergulir.files import Occupant, occupant, write_whole


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


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.pdf", None, Occupant.NOTHING),
        ("a.pdf", b"", Occupant.NOTHING),
        ("a.pdf", b"%PDF-1.7", Occupant.SAME_KIND),
        ("a.PDF", b"PK\x03\x04", Occupant.OTHER_KIND),
        ("a.xlsx", b"PK\x03\x04", Occupant.SAME_KIND),
        ("a.xlsx", b"SQLite format 3\0 and more", Occupant.OTHER_KIND),
        ("a.xlsx", b"nama;jumlah", Occupant.OTHER_KIND),
        ("a.csv", b"nama;jumlah", Occupant.SAME_KIND),
        ("a.csv", b"SQLite format 3\0", Occupant.OTHER_KIND),
    ],
)
def test_a_file_is_of_the_kind_that_its_beginning_says(tmp_path, name, content, found):
    """Whatever its name; an empty one and none stand in nobody's way."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert occupant(tmp_path / name) is found
    assert occupant(tmp_path) is Occupant.NOTHING
