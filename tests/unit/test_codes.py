"""Short codes: what a member types is found, what she mistypes is told."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.witness.codes import BITS, SIGNS, code_of, read_code
from danabergulir.errors import NotFoundError, UsageError

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(digests)
def test_a_code_stands_for_the_first_bits_of_its_digest(digest):
    """Typed as it is printed, it is that digest's and no other's."""
    code = read_code(code_of(digest))
    assert str(code) == code_of(digest)
    assert code.fits(digest)
    assert digest.startswith(code.letters)
    assert code.bits == int(digest, 16) >> (256 - BITS)


@given(digests)
def test_any_single_wrong_sign_is_found(digest):
    """Each of the twelve places, each of the 31 other signs."""
    code = code_of(digest).replace("-", "")
    for place, right in enumerate(code):
        for wrong in SIGNS:
            if wrong != right:
                with pytest.raises(NotFoundError):
                    read_code(code[:place] + wrong + code[place + 1 :])


@given(digests)
def test_any_two_neighbours_in_each_others_place_are_found(digest):
    """The check sign among them."""
    code = code_of(digest).replace("-", "")
    for place, (left, right) in enumerate(pairwise(code)):
        if left != right:
            with pytest.raises(NotFoundError):
                read_code(code[:place] + right + left + code[place + 2 :])


@pytest.mark.parametrize("typed", ["0001-2ABC-", "oool 2abc", "OOOI.2aBc"])
def test_what_looks_alike_is_read_alike(typed):
    """Small letters, blanks and strokes do not matter, O is nought, I and L are one."""
    data = "00012ABC000"
    check = next(sign for sign in SIGNS if _is_code(data + sign))
    assert str(read_code(typed + "000" + check)) == f"0001-2ABC-000{check}"


def _is_code(signs):
    try:
        read_code(signs)
    except NotFoundError:
        return False
    return True


@pytest.mark.parametrize("typed", ["", "123", "0001-2ABC-0000-1", "0001-2ABC-00/0", "0001-2ABC-00²0", "x" * 500])
def test_what_is_no_code_is_told(typed):
    """With what a code looks like."""
    with pytest.raises(UsageError, match="kode tidak dapat dibaca"):
        read_code(typed)


def test_one_code_in_thirty_two_passes_the_check_sign():
    """It is there against slips of the pen; what stands against guessing is the other eleven."""
    draw = Random(1)  # noqa: S311 - it only has to be the same every time
    drawn = ["".join(draw.choices(SIGNS, k=12)) for _ in range(3_200)]
    assert 50 < sum(map(_is_code, drawn)) < 150
