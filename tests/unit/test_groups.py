"""Who the KSM are, and where they live."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.dunning.reminders import known_recipient
from danabergulir.domain.groups import KSM, rt_number, rw_number, same_rw


@pytest.mark.parametrize(
    ("written", "rw", "rt"),
    [
        *((text, "01", "001") for text in ("1", "01", "001", " 1 ", "RW 1", "rw.01", "RT 001", "RW: 1")),
        ("12", "12", "012"),
        ("0", "00", "000"),
        ("1a", "01A", "001A"),
        ("Kampung Baru", "Kampung Baru", "Kampung Baru"),
        ("RW 05 Timur", "RW 05 Timur", "RW 05 Timur"),
        ("", "", ""),
    ],
)
def test_a_place_has_one_number_however_it_is_written(written, rw, rt):
    """Two digits for an RW, three for an RT; what is no number stays as it is."""
    assert (rw_number(written), rt_number(written)) == (rw, rt)
    assert (KSM("K", "K", written, written).rw, KSM("K", "K", written, written).rt) == (rw, rt)
    assert same_rw(written, rw)


@given(st.text())
def test_a_number_once_written_stays(written):
    """It may be read any number of times."""
    assert rw_number(rw_number(written)) == rw_number(written)


def test_a_head_of_an_rw_is_known_by_the_old_name_too():
    """What an older program told ``RW 1`` was told to ``RW 01``; other recipients keep their names."""
    assert [known_recipient(name) for name in ("RW 1", "RW 001", "KSM RW 1", "bendahara", "")] == [
        *("RW 01", "RW 01", "KSM RW 1", "bendahara", "")
    ]
