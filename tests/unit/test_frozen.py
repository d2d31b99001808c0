"""Values that never change, with msgspec and where it has no wheel."""

import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from danabergulir.frozen import Struct, replace, set_once

_WITHOUT = "import sys; sys.modules['msgspec'] = None; from danabergulir.cli.app import main; sys.exit(main())"


class _Pair(Struct, frozen=True, order=True):
    left: int
    right: str = ""

    def __post_init__(self):
        assert self.left >= 0


@dataclass(frozen=True)
class _Old:
    left: int


def test_a_value_is_equal_by_what_it_holds_and_never_changes():
    """Two of the same fields are one in a set; a field is only set by who makes the value."""
    assert len({_Pair(1, "a"), _Pair(1, "a"), _Pair(2)}) == 2
    assert _Pair(1) < _Pair(2)
    with pytest.raises(AttributeError):
        _Pair(1).left = 2
    made = _Pair(1)
    set_once(made, "left", 3)
    assert made == _Pair(3)


def test_a_copy_with_changes_is_checked_like_a_new_one():
    """Of a dataclass too; what a new one refuses, a copy does."""
    assert replace(_Pair(1, "a"), right="b") == _Pair(1, "b")
    assert replace(_Old(1), left=2) == _Old(2)
    with pytest.raises(AssertionError):
        replace(_Pair(1), left=-1)


@pytest.mark.parametrize("words", ["tunggakan --format json", "laporan 2023-01 --hanya neraca", "status"])
def test_where_msgspec_has_no_wheel_every_command_says_the_same(words, demonstration):
    """Dataclasses take its place on 32-bit machines."""
    book = {**os.environ, "DANABERGULIR_BUKU": str(demonstration.ledger)}
    said = [
        subprocess.run([sys.executable, *how, *words.split()], env=book, capture_output=True, check=True).stdout
        for how in (("-m", "danabergulir"), ("-c", _WITHOUT))
    ]
    assert said[0] == said[1] != b""
