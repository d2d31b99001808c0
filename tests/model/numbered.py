"""Books that are numbered, and the same everywhere: hypothesis reads each from bytes that its number gives."""

from hashlib import shake_128

import pytest
from hypothesis import HealthCheck, given, settings

from thorough import THOROUGH

BYTES = 20_000  # more than the largest book reads


def drawn(strategy, count):
    """Hold a property against so many numbered books, or at night against ten times as many that hypothesis draws."""

    def held(judge):
        held_by = settings(
            max_examples=count * 10,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
        )(given(strategy)(judge))

        @pytest.mark.parametrize("number", range(count))
        def numbered(number):
            read = held_by.hypothesis.fuzz_one_input(shake_128(b"%d" % number).digest(BYTES))
            assert read is not None, "the bytes are too few for the book"

        numbered.__doc__ = judge.__doc__
        return held_by if THOROUGH else numbered

    return held
