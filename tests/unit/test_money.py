"""Rupiah, rounding, sharing, and how amounts and percentages are read and printed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from danabergulir.errors import UsageError
from danabergulir.money import (
    NIL,
    NO_RATE,
    Direction,
    Rate,
    Rounding,
    Rupiah,
    format_count,
    format_number,
    format_percent,
    format_rupiah,
    parse_percent,
    parse_rupiah,
    shortest_percent,
    split,
    terbilang,
    total,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1250000", 1_250_000),
        ("1.250.000", 1_250_000),
        ("1.250", 1_250),
        ("Rp1.250.000", 1_250_000),
        ("rp 1.250.000", 1_250_000),
        ("Rp. 1.250.000", 1_250_000),
        ("Rp 1.250.000,-", 1_250_000),
        ("Rp 5", 5),
        ("1.250.000,00", 1_250_000),
        ("1250000,00", 1_250_000),
        ("36jt", 36_000_000),
        ("36 juta", 36_000_000),
        ("1,5jt", 1_500_000),
        ("0,25 JT", 250_000),
        ("Rp1,5jt", 1_500_000),
        ("500rb", 500_000),
        ("12,5 ribu", 12_500),
        ("  7500  ", 7_500),
        ("9999999999999", 9_999_999_999_999),
    ],
)
def test_an_amount_is_read_as_a_treasurer_writes_it(text, expected):
    """Points group thousands; Rp, a closing dash, nought sen, jt and rb are understood."""
    assert parse_rupiah(text) == Rupiah(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Rp",
        "sejuta",
        "NaN",
        "inf",
        "1e6",
        "10^18",
        "0x10",
        "1_000",
        "+5000",
        "1 250 000",
        "1. 250",
        "12.50",
        "10.5",
        "1.25",
        "1250.50",
        "1.250,5",
        "1.250,50",
        "1,250,000",
        "1.2500",
        "0.500",
        "12.34.567",
        ".500",
        "1.250.000,--",
        "5rp0",
        "1250Rp",
        "Rp Rp 5",
        "1.500.rb",
        "1,5 rb jt",
        "0,0000001jt",
        "5%",
        "\u0661\u0662\u0665\u0660",
        "\uff11\uff12\uff15\uff10",
        "1.25\u0966",
        "\uff11jt",
        "Rp1.250.000\x1b[31m",
    ],
)
def test_an_amount_that_is_not_whole_rupiah_is_refused(text):
    """Sen, foreign grouping, blanks inside, other scripts' digits and numbers for machines are refused."""
    with pytest.raises(UsageError):
        parse_rupiah(text)


@pytest.mark.parametrize("text", ["-1", "-Rp5.000", "Rp-5.000", "(5.000)", "-1,5jt"])
def test_a_negative_amount_is_refused_with_its_reason(text):
    """The message says that the amount is below nought."""
    with pytest.raises(UsageError) as caught:
        parse_rupiah(text)
    assert "negatif" in caught.value.message


@pytest.mark.parametrize("text", ["0", "Rp0", "0,00", "0jt", "000"])
def test_nought_is_refused_where_an_amount_is_expected(text):
    """Nought is read only where the caller allows it."""
    with pytest.raises(UsageError) as caught:
        parse_rupiah(text)
    assert "lebih dari nol" in caught.value.message
    assert parse_rupiah(text, zero_allowed=True) == NIL


@pytest.mark.parametrize("text", ["10000000000000", "10.000.000.000.000", "1000000000000000000", "10000000jt"])
def test_ten_trillion_and_more_is_refused(text):
    """So many noughts are a slip of the finger, and no sum may overflow the file."""
    with pytest.raises(UsageError) as caught:
        parse_rupiah(text)
    assert "terlalu besar" in caught.value.message


@pytest.mark.parametrize("text", ["9" * 41, "9" * 5000, "1" + ".000" * 2000, "0," + "5" * 5000 + "jt", "x" * 41])
def test_a_very_long_input_is_refused_and_quoted_in_short(text):
    """Thousands of characters neither break the program nor fill the screen."""
    with pytest.raises(UsageError) as caught:
        parse_rupiah(text)
    assert len(caught.value.message) < 120
    assert "…" in caught.value.message


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,250,000", "ribuan dipisah titik, bukan koma"),
        ("1.250,50", "sen tidak dipakai"),
        ("1250.50", "titik memisah ribuan"),
        ("1.25", "titik memisah ribuan"),
        ("0,0000001jt", "bukan rupiah bulat"),
    ],
)
def test_a_refused_amount_is_explained(text, reason):
    """The message quotes what was typed and says what is wrong; the hint shows how to write it."""
    with pytest.raises(UsageError) as caught:
        parse_rupiah(text)
    assert f'"{text}"' in caught.value.message
    assert reason in caught.value.message
    assert "1.250.000" in caught.value.hint


def test_a_control_character_is_not_repeated_on_the_screen():
    """An escape sequence in a file cannot colour or clear the treasurer's screen."""
    with pytest.raises(UsageError) as caught:
        parse_rupiah("5\x1b[2J")
    assert caught.value.message.isprintable()


@given(strategies.amounts)
def test_a_printed_amount_is_read_back(amount):
    """Paper and table print what can be typed in again."""
    assert parse_rupiah(format_rupiah(amount)) == amount
    assert parse_rupiah(format_number(amount.value)) == amount


@given(st.text(max_size=60))
def test_any_text_is_an_amount_or_a_usage_error(text):
    """No text brings the program down; what is read is positive and below the limit."""
    try:
        amount = parse_rupiah(text)
    except UsageError:
        return
    assert NIL < amount < Rupiah(10**13)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,5", Fraction(3, 2)),
        ("1.5", Fraction(3, 2)),
        ("10.5", Fraction(21, 2)),
        (" 0,05 ", Fraction(1, 20)),
        ("1,5%", Fraction(3, 2)),
        ("1,5 %", Fraction(3, 2)),
        ("100", Fraction(100)),
        ("0", Fraction(0)),
        ("0,000001", Fraction(1, 10**6)),
    ],
)
def test_a_percentage_is_read_with_comma_or_point(text, expected):
    """Both decimal marks are understood and the value stays exact."""
    assert parse_percent(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%",
        "-1",
        "+1",
        "1,5,0",
        "1.5.0",
        "1 ,5",
        "1e2",
        "NaN",
        "inf",
        "½",
        "\u0967,\u096b",
        "1/2",
        ",5",
        "5,",
        "1,5%%",
        "10^18",
        "Rp 5",
        "12345",
        "0,0000001",
        "1" * 50,
    ],
)
def test_a_percentage_that_is_not_a_plain_number_is_refused(text):
    """Signs, fractions, other scripts' digits and more than six decimals are refused."""
    with pytest.raises(UsageError) as caught:
        parse_percent(text)
    assert "1,5" in caught.value.hint


@given(strategies.percents(9999))
def test_a_shortest_percentage_is_read_back(percent):
    """What is printed with no more decimals than needed is the value itself."""
    assert parse_percent(shortest_percent(percent), most=9999) == percent


@pytest.mark.parametrize("text", ["1000", "100,01"])
def test_a_percentage_above_a_hundred_is_refused_in_words(text):
    """An amount typed where a percentage is asked for is no rate: ``--jasa 1000``."""
    assert parse_percent("100") == 100
    with pytest.raises(UsageError) as refused:
        parse_percent(text)
    assert refused.value.message.startswith("persen ")


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (Fraction(536061, 100000), "5,36"),
        (Fraction(5), "5,00"),
        (Fraction(5, 1000), "0,01"),
        (Fraction(-5, 1000), "-0,01"),
        (Fraction(-4, 1000), "0,00"),
        (Fraction(9996, 1000), "10,00"),
        (Fraction(-255, 10), "-25,50"),
    ],
)
def test_a_percentage_is_printed_with_a_comma_and_two_decimals(percent, expected):
    """A half goes away from nought, and nought has no sign."""
    assert format_percent(percent) == expected


def test_a_percentage_is_printed_without_decimals_on_request():
    """No comma is left over."""
    assert format_percent(Fraction(995, 10), 0) == "100"


@pytest.mark.parametrize(
    ("percent", "expected"), [(Fraction(3, 2), "1,5"), (Fraction(10), "10"), (Fraction(1, 20), "0,05")]
)
def test_a_percentage_in_short_has_no_idle_noughts(percent, expected):
    """Whole percentages keep their own noughts."""
    assert shortest_percent(percent) == expected


@pytest.mark.parametrize(
    ("value", "table", "paper"),
    [
        (0, "-", "Rp0"),
        (5, "5", "Rp5"),
        (1_250_000, "1.250.000", "Rp1.250.000"),
        (-1_250_000, "(1.250.000)", "-Rp1.250.000"),
    ],
)
def test_an_amount_is_printed_for_table_and_paper(value, table, paper):
    """Tables have a dash for nil and brackets for minus; paper carries Rp."""
    assert (format_number(value), format_rupiah(Rupiah(value))) == (table, paper)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nol rupiah"),
        (10, "sepuluh rupiah"),
        (11, "sebelas rupiah"),
        (15, "lima belas rupiah"),
        (100, "seratus rupiah"),
        (1_000, "seribu rupiah"),
        (1_001, "seribu satu rupiah"),
        (11_000, "sebelas ribu rupiah"),
        (105_020, "seratus lima ribu dua puluh rupiah"),
        (1_250_000, "satu juta dua ratus lima puluh ribu rupiah"),
        (1_000_000_000, "satu miliar rupiah"),
        (952_039_400, "sembilan ratus lima puluh dua juta tiga puluh sembilan ribu empat ratus rupiah"),
        (2_000_000_000_000, "dua triliun rupiah"),
    ],
)
def test_an_amount_is_written_in_words(value, words):
    """Seratus, seribu and sebelas have their own words; noughts inside are not spoken."""
    assert terbilang(Rupiah(value)) == words


_WORD_VALUES = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11, "seratus": 100,
}  # fmt: skip
_SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def _value_of(words: str) -> int:
    """Read Indonesian number words back, by the grammar and not by the library."""
    whole = group = 0
    for word in words.removesuffix(" rupiah").replace("seribu", "satu ribu").split():
        match word:
            case "belas":
                group += 10
            case "puluh":
                group += group % 10 * 9
            case "ratus":
                group *= 100
            case _ if word in _SCALES:
                whole, group = whole + group * _SCALES[word], 0
            case _:
                group += _WORD_VALUES[word]
    return whole + group


@given(st.integers(0, 10**13 - 1))
def test_the_words_say_the_amount(value):
    """Any amount that can be recorded is read back from its words."""
    assert _value_of(terbilang(Rupiah(value))) == value


def test_rupiah_has_no_fractions():
    """A float or a decimal never becomes an amount."""
    for value in (1.0, Fraction(1, 2), "5", True):
        with pytest.raises(AssertionError):
            Rupiah(value)


def test_rupiah_adds_compares_and_multiplies():
    """The arithmetic of amounts is that of whole numbers."""
    assert Rupiah(5) + Rupiah(7) - Rupiah(2) == Rupiah(10)
    assert Rupiah(5) * 3 == Rupiah(15)
    assert -Rupiah(5) < NIL <= Rupiah(0) < Rupiah(1)
    assert (bool(Rupiah(-1)), bool(NIL)) == (True, False)
    assert total([Rupiah(2), Rupiah(3)]) == Rupiah(5)
    assert total([]) == NIL


def test_a_rate_is_exact():
    """One and a half percent is three two-hundredths; no rate is false."""
    assert Rate.percent("1.5").per_month == Fraction(3, 200)
    assert (bool(Rate.percent(1)), bool(NO_RATE)) == (True, False)


@pytest.mark.parametrize(
    ("direction", "expected"), [(Direction.UP, 1_300), (Direction.DOWN, 1_200), (Direction.NEAREST, 1_300)]
)
def test_a_half_step_goes_as_the_direction_says(direction, expected):
    """The nearest multiple of a half is the one above."""
    assert Rounding(100, direction).round(Rupiah(1_250)) == Rupiah(expected)


def test_a_rounding_step_is_at_least_one_rupiah():
    """There is no step of nought."""
    with pytest.raises(AssertionError):
        Rounding(0, Direction.UP)


@given(strategies.roundings, strategies.exact_amounts)
def test_rounding_gives_a_multiple_less_than_a_step_away(rounding, exact):
    """The direction says on which side; nearest is at most half a step away."""
    rounded = rounding.round(exact).value
    away = rounded - exact
    assert rounded % rounding.step == 0
    match rounding.direction:
        case Direction.UP:
            assert 0 <= away < rounding.step
        case Direction.DOWN:
            assert -rounding.step < away <= 0
        case Direction.NEAREST:
            assert -rounding.step < 2 * away <= rounding.step


@given(strategies.roundings, strategies.exact_amounts)
def test_rounding_twice_changes_nothing(rounding, exact):
    """A rounded amount stays as it is."""
    once = rounding.round(exact)
    assert rounding.round(once) == once


@given(strategies.roundings, st.integers(-(10**9), 10**9))
def test_an_exact_multiple_stays_exact(rounding, steps):
    """Nothing is added to what is already a multiple."""
    assert rounding.round(steps * rounding.step) == Rupiah(steps * rounding.step)


@given(strategies.roundings, strategies.exact_amounts, strategies.exact_amounts)
def test_rounding_keeps_the_order(rounding, one, other):
    """More is never rounded to less."""
    low, high = sorted((one, other))
    assert rounding.round(low) <= rounding.round(high)


_weights = st.lists(st.one_of(st.integers(0, 100), st.fractions(0, 100, max_denominator=99)), min_size=1, max_size=12)


@given(st.integers(0, 10**12).map(Rupiah), _weights.filter(any))
def test_shares_add_up_and_are_fair(whole, weights):
    """The sum is exact, no share is a rupiah off, and who has no weight gets nothing."""
    shares = split(whole, weights)
    assert total(shares) == whole
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.value - whole.value * Fraction(weight) / sum(weights)) < 1
        assert weight or not share


@given(st.integers(0, 10**9).map(Rupiah), st.integers(1, 30))
def test_equal_shares_differ_by_a_rupiah_at_most_and_the_first_gets_more(whole, members):
    """Ties go to the first."""
    shares = [share.value for share in split(whole, [1] * members)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] - shares[-1] in (0, 1)


def test_nothing_is_shared_without_weights():
    """Shares by nought percent are a mistake of the caller."""
    with pytest.raises(AssertionError):
        split(Rupiah(100), [0, 0])


@pytest.mark.parametrize(("value", "expected"), [(0, "0"), (1250, "1.250"), (-5, "-5")])
def test_a_count_in_a_sentence_is_never_a_stroke(value, expected):
    """Tables print a stroke for nought; a sentence says 0."""
    assert format_count(value) == expected
