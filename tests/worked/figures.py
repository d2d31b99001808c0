"""Reads the figures carried over from sources: each case has its id, its source and what the source prints.

Decimals are read as exact fractions. Figures of a currency with cents are run in cents, as whole numbers.
"""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


def cases(name: str) -> dict[str, dict[str, Any]]:
    """Return the cases of ``data/name.json`` by their id."""
    listed = json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"), parse_float=Fraction)
    assert all(case["source"] for case in listed), name
    return {case["id"]: case for case in listed}


def whole(amount: Fraction | int, decimals: int = 0) -> int:
    """Return an amount in the smallest unit of its currency, exact."""
    units = Fraction(amount) * 10**decimals
    assert units.denominator == 1, f"{amount} has more than {decimals} decimals"
    return units.numerator
