"""The short code of a voucher or a head: what a member keeps in her hand, and types.

Eleven signs are the first 55 bits of the digest, five to a sign, in Crockford's Base 32, which has no letter that looks
like a digit. The twelfth is a check sign: over GF(32) (x^5 + x^2 + 1) the twelve are a multiple of x - 2, so that one
wrong sign, and two neighbours in each other's place, are always found.
"""

from functools import reduce
from typing import Final

from danabergulir.errors import NotFoundError, UsageError
from danabergulir.frozen import Struct
from danabergulir.text import quoted

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS: Final = 55
_LENGTH: Final = 12
_GROUP: Final = 4
_BITS_OF_SIGN: Final = 5
_FIELD: Final = 0b100101
_READ_AS: Final = str.maketrans("ILO", "110", " -.\t")
_LETTERS: Final = -(-BITS // 4)
_SPARE: Final = _LETTERS * 4 - BITS


class Code(Struct, frozen=True):
    """A code as typed, found whole: the bits of the digest that it stands for."""

    bits: int

    @property
    def letters(self) -> str:
        """Return the hexadecimal letters that the digest begins with, one less than it takes to hold all bits."""
        return f"{self.bits << _SPARE:0{_LETTERS}x}"[:-1]

    def fits(self, digest: str) -> bool:
        """Return whether a digest in hexadecimal letters has this code."""
        return _bits(digest) == self.bits

    def __str__(self) -> str:
        """Return it as it is printed, ``XXXX-XXXX-XXXX``."""
        values = [self.bits >> shift & (len(SIGNS) - 1) for shift in range(BITS - _BITS_OF_SIGN, -1, -_BITS_OF_SIGN)]
        signs = "".join(SIGNS[value] for value in (*values, _doubled(reduce(_with, values, 0))))
        return "-".join(signs[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def code_of(digest: str) -> str:
    """Return the code of a digest in hexadecimal letters, ``XXXX-XXXX-XXXX``; nothing for none."""
    return str(Code(_bits(digest))) if digest else ""


def read_code(typed: str) -> Code:
    """Return a code as typed: small letters, blanks and strokes do not matter, ``O`` is 0, ``I`` and ``L`` are 1.

    Raises ``UsageError`` for what is no code, and ``NotFoundError`` for one that was mistyped.
    """
    signs = typed.upper().translate(_READ_AS)
    if len(signs) != _LENGTH or not signs.isalnum() or not signs.isascii():
        raise UsageError(
            f"kode tidak dapat dibaca: {quoted(typed)}",
            "Kode terdiri atas 12 huruf dan angka, misalnya 3T5Z-9QKD-07R8.",
        )
    values = [SIGNS.find(sign) for sign in signs]
    if min(values) < 0 or reduce(_with, values, 0):
        raise NotFoundError(
            f"kode salah ketik: {quoted(typed)}",
            "Bandingkan huruf demi huruf dengan kertasnya, lalu ketik lagi.",
        )
    return Code(reduce(lambda bits, value: bits << _BITS_OF_SIGN | value, values[:-1]))


def _bits(digest: str) -> int:
    return int(digest[:_LETTERS], 16) >> _SPARE


def _doubled(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD if doubled >> _BITS_OF_SIGN else doubled


def _with(so_far: int, value: int) -> int:
    """Return the remainder after one more sign."""
    return _doubled(so_far) ^ value
