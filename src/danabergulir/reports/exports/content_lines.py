"""Lines as calendars (RFC 5545) and address books (RFC 2426) have them: ``NAME:value``, folded at 75 octets, CRLF."""

from collections.abc import Iterable, Iterator
from typing import Final

_LONGEST: Final = 75
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def plain(text: str) -> str:
    """Return a text of one value, in which nothing parts it from the next; other controls are left out."""
    return "".join(sign for sign in text if sign >= " " or sign == "\n").translate(_ESCAPED)


def parted(*texts: str) -> str:
    """Return a value of several parts, such as those of a name or an address."""
    return ";".join(map(plain, texts))


def folded(lines: Iterable[tuple[str, str]]) -> str:
    """Return lines of a name and a value as one text; a long one goes on below, no letter of it torn apart."""
    return "".join(f"{part}\r\n" for name, value in lines for part in _folded(f"{name}:{value}"))


def _folded(line: str) -> Iterator[str]:
    part, octets = "", 0
    for sign in line:
        width = len(sign.encode("utf-8", "surrogatepass"))
        if octets + width > _LONGEST:
            yield part
            part, octets = " ", 1
        part += sign
        octets += width
    yield part
