"""A month or a year that is closed: its figures are kept as a fact, and nothing is dated into it any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ClosingKind(StrEnum):
    """What was closed."""

    MONTH = "bulan"
    YEAR = "tahun"


@dataclass(frozen=True, slots=True)
class Closing:
    """A close that is in force. ``locked_to`` is the last day nothing may be dated on or before.

    ``sequence`` and ``head`` name the newest voucher at the close; ``accounts`` and ``loans`` are balances in rupiah
    (debit positive; principal outstanding) at the end of ``locked_to``.
    """

    kind: ClosingKind
    period: str
    locked_to: date
    sequence: int
    head: str
    accounts: Mapping[str, int]
    loans: Mapping[str, int]
    id: int = 0
