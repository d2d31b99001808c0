"""Many names told by the first few of them."""

from danabergulir.text import first_few


def test_what_is_few_is_told_whole_and_of_many_how_many_more_there_are():
    """The rest is counted with a point, as everywhere."""
    assert first_few([], 3) == ""
    assert first_few(["a", "b", "c"], 3) == "a, b, c"
    assert first_few(["a", "b", "c", "d"], 3, "; ") == "a; b; c; dan 1 lagi"
    assert first_few(["a"] * 1_235, 1) == "a, dan 1.234 lagi"
