"""Letters of which nothing is recorded: all of them are written, or none."""

from pathlib import Path

import pytest

from danabergulir.errors import UsageError
from danabergulir.operations.dunning.letters import write_letters


def test_a_full_disk_leaves_no_half_letter_in_the_way(tmp_path, monkeypatch):
    """The command can be given again when there is room; a letter from before stays."""
    letters = {"a.txt": b"Surat A", "b.txt": b"Surat B", "c.txt": b"Surat C"}
    (tmp_path / "a.txt").write_bytes(letters["a.txt"])
    real = Path.write_bytes

    def until_full(path, content):
        real(path, content[:3])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", until_full)
        with pytest.raises(UsageError, match="surat tidak dapat ditulis"):
            write_letters(letters, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.txt": b"Surat A"}

    write_letters(letters, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == letters
