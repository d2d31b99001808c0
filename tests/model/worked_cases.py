"""The published figures that are kept beside the other worked examples, with decimals exact."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from model.schedules import round_to

DATA = Path(__file__).parent.parent / "worked" / "data"


def cases(name):
    """The worked cases of a file."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"), parse_float=Decimal)


def case(name, identity):
    """One worked case."""
    return next(one for one in cases(name) if one["id"] == identity)


def day(text):
    """A day from its ISO form."""
    return date.fromisoformat(text)


def two_places(value):
    """A percentage as it is printed."""
    return float(round_to(value * 100, 1, "terdekat")) / 100
