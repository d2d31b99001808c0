"""The secret key that a city gives its UPK: members are marked by it, so that one person at two UPK is seen.

A mark is the HMAC-SHA-256 of the NIK under the key. A bare digest of a NIK would be none: of its sixteen digits so much
is known that all can be tried. Whoever has the key can try them too, so it is kept as the NIK themselves are.
"""

import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_IMODE
from typing import Final

from danabergulir.domain.groups import Member
from danabergulir.errors import RefusedError, UsageError
from danabergulir.files import make_folder, write_whole
from danabergulir.frozen import Struct
from danabergulir.text import quoted

_BYTES: Final = 32
_LETTERS: Final = 2 * _BYTES
_FEWEST: Final = 8
"""Different letters that a key has at least: one drawn at random has fewer about once in a hundred million million."""
_OTHERS: Final = 0o077
_NAME: Final = b"kunci kota danabergulir"
_NAME_LETTERS: Final = 16


class Mark(Struct, frozen=True):
    """The mark of a member: which one of which KSM, and 64 hexadecimal letters."""

    ksm: str
    number: int
    mark: str


class Marks(Struct, frozen=True):
    """The marks of a package, and the name of the key that made them, by which marks of two keys are told apart."""

    key_name: str
    of_members: tuple[Mark, ...]

    def of(self, members: Iterable[Member]) -> Iterator[Mark]:
        """Yield the marks of these members, in their order, each once."""
        known = {(mark.ksm, mark.number): mark for mark in self.of_members}
        for member in members:
            if mark := known.get((member.ksm, member.number)):
                yield mark


def make(path: Path) -> str:
    """Make a key, write it for its owner alone, and return its name. Raises ``RefusedError`` where a file stands."""
    if path.exists():
        raise RefusedError(
            f"file sudah ada dan tidak ditimpa: {path}",
            "Pakai terus kunci itu: dengan kunci baru anggota tidak dapat dibandingkan dengan bulan lalu.",
        )
    key = secrets.token_bytes(_BYTES)
    try:
        make_folder(path.parent)
        write_whole({path: f"{key.hex()}\n".encode("ascii")}, private={path})
    except OSError as error:
        raise UsageError(
            f"--ke: kunci tidak dapat ditulis ke {path}", "Periksa nama folder, izinnya, dan sisa ruang penyimpanan."
        ) from error
    return name_of(key)


def load(path: Path) -> bytes:
    """Return the key in a file.

    Raises ``UsageError`` for a file that cannot be read or holds no key as ``make`` draws it, and ``RefusedError`` for
    one that others at this computer can read.
    """
    try:
        with path.open("rb") as file:
            if os.name == "posix" and S_IMODE(os.fstat(file.fileno()).st_mode) & _OTHERS:
                raise RefusedError(
                    f"kunci kota dapat dibaca orang lain di komputer ini: {path}",
                    f"Salin ke folder Anda sendiri, lalu jalankan: chmod 600 {path}",
                )
            word = file.read(_LETTERS + 8).decode("ascii", errors="replace").strip().lower()
    except OSError as error:
        raise UsageError(
            f"kunci kota tidak dapat dibuka: {quoted(str(path))}", "Periksa nama file pada --kunci-kota."
        ) from error
    hint = "Minta file kunci kepada kota. Kota membuatnya dengan: danabergulir kota kunci --ke FILE"
    if any(letter not in "0123456789abcdef" for letter in word):
        raise UsageError("isi file itu bukan kunci kota: sebuah kata mudah ditebak", hint)
    if len(word) != _LETTERS or len(set(word)) < _FEWEST:
        raise UsageError(f"isi file itu bukan kunci kota: seharusnya {_LETTERS} angka dan huruf a-f yang diacak", hint)
    return bytes.fromhex(word)


def name_of(key: bytes) -> str:
    """Return the name of a key, 16 hexadecimal letters, which give nothing of it away."""
    return hmac.digest(key, _NAME, "sha256").hex()[:_NAME_LETTERS]


def marks_of(key: bytes, members: Iterable[Member]) -> Marks:
    """Return the marks of the members whose NIK is known."""
    return Marks(
        name_of(key),
        tuple(
            Mark(member.ksm, member.number, hmac.digest(key, member.nik.encode("ascii"), "sha256").hex())
            for member in members
            if member.nik
        ),
    )
