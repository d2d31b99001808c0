"""What a page of paper looks like whatever writes it: which forms lie on their side."""

from typing import Final

_LYING: Final = frozenset({"U-1", "U-2", "U-2a", "LU-02"})


def lies(form_code: str) -> bool:
    """Return whether treasurers know the form in landscape."""
    return form_code in _LYING
