"""By day hypothesis draws the same examples wherever and whenever the tests run; by night it explores."""

import importlib.util
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thorough import THOROUGH


@pytest.fixture
def bystander(tmp_path):
    """Return a function that imports a module of this project full of numbers, as another test may do before."""

    def enter():
        path = tmp_path / "bystander.py"
        path.write_text(f"NUMBERS = {[10**9 + 7 * number for number in range(500)]}\n", encoding="utf-8")
        spec = importlib.util.spec_from_file_location("bystander", path)
        sys.modules["bystander"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)

    yield enter
    sys.modules.pop("bystander", None)


def _drawn():
    seen = []

    @settings(max_examples=200)
    @given(st.integers(), st.text())
    def look(number, text):
        seen.append((number, text))

    look()
    return seen


@pytest.mark.skipif(THOROUGH, reason="by night every run draws others")
def test_the_examples_of_a_day_are_the_same_every_time(bystander):
    """Whatever was imported by then, and nothing is remembered from one run for the next."""
    first = _drawn()
    bystander()

    assert _drawn() == first
    assert settings().database is None


@pytest.mark.skipif(not THOROUGH, reason="by day every run draws the same")
def test_the_examples_of_a_night_are_others_every_time():
    """What was never met before may be met then."""
    assert _drawn() != _drawn()
