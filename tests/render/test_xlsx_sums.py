"""Which totals a workbook works out itself."""

from fractions import Fraction

import pytest

from danabergulir.money import Rupiah
from danabergulir.render.xlsx.sums import formula
from danabergulir.reports.model.sheet import Row, Style

HEADING, ITEM, PART, SUBTOTAL, TOTAL = Style.HEADING, Style.ITEM, Style.PART, Style.SUBTOTAL, Style.TOTAL


def _formula(*lines):
    """Return the formula of the last line of a one-column table that starts in row 10."""
    rows = [Row((Rupiah(cell) if type(cell) is int else cell,), style) for style, cell in lines]
    return formula(rows, len(rows) - 1, 0, 9)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(ITEM, 5), (ITEM, -7), (TOTAL, -2)], "=SUM(A10:A11)"),
        ([(ITEM, 5), (ITEM, None), (SUBTOTAL, 5)], "=SUM(A10:A11)"),
        ([(HEADING, "RW 05"), (ITEM, 5), (TOTAL, 5)], "=SUM(A11)"),
        ([(ITEM, 5), (HEADING, None), (ITEM, 6), (TOTAL, 11)], "=SUM(A10:A12)"),
        ([(ITEM, 1), (TOTAL, 1), (HEADING, "PASIVA"), (ITEM, 2), (TOTAL, 2)], "=SUM(A13)"),
        ([(ITEM, 9), (SUBTOTAL, 9), (ITEM, 4), (SUBTOTAL, 4), (TOTAL, 5)], "=A11-A13"),
        ([(SUBTOTAL, 4), (SUBTOTAL, 9), (TOTAL, -5)], "=A10-A11"),
        ([(ITEM, 1), (PART, 1), (ITEM, 2), (ITEM, 3), (PART, 9), (PART, 14), (TOTAL, 6)], "=SUM(A10,A12:A13)"),
    ],
)
def test_a_total_that_the_lines_make_up_has_their_formula(lines, expected):
    """The lines since the total before are summed, or all below sums of parts; a profit is what a subtotal leaves."""
    assert _formula(*lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        [(ITEM, 5), (ITEM, 6), (TOTAL, 10)],
        [(ITEM, 5), (ITEM, 6), (ITEM, 11)],
        [(ITEM, None), (TOTAL, 0)],
        [(ITEM, "5"), (TOTAL, 0)],
        [(ITEM, 5), (ITEM, Fraction(7)), (TOTAL, 5)],
        [(ITEM, Fraction(7)), (TOTAL, Fraction(7))],
        [(ITEM, 5), (TOTAL, None)],
        [(ITEM, 5), (SUBTOTAL, 5), (TOTAL, 5)],
        [(SUBTOTAL, 9), (SUBTOTAL, 4), (TOTAL, 13)],
        [(SUBTOTAL, 9), (SUBTOTAL, None), (TOTAL, 9)],
        [(SUBTOTAL, 9), (TOTAL, 4), (TOTAL, 5)],
        [(TOTAL, 0)],
    ],
)
def test_any_other_figure_stays_a_plain_number(lines):
    """No line, no amount, a stranger among the amounts, another sum: the figure of the report stands."""
    assert _formula(*lines) == ""


def test_a_count_is_summed_like_an_amount():
    """How many KSM there are is worked out from the lines too."""
    rows = [Row((number,), style) for number, style in ((2, ITEM), (3, ITEM), (5, TOTAL))]

    assert formula(rows, 2, 0, 0) == "=SUM(A1:A2)"
