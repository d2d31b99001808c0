"""What may be behind a cash count that differs from the book: found where one voucher is wrong, silent otherwise."""

from hypothesis import assume, given
from hypothesis import strategies as st

from danabergulir.domain.cash_count import MoneyMove, explanations
from danabergulir.money import NIL, Rupiah, total

_amounts = st.integers(1, 9_999).map(lambda hundreds: hundreds * 100)
_moves = st.lists(
    st.builds(
        lambda amount, into, banked: (amount if into else -amount, banked), _amounts, st.booleans(), st.booleans()
    ),
    min_size=1,
    max_size=8,
).map(
    lambda rows: [
        MoneyMove(f"BKM-{place}", "Mawar", NIL if banked else Rupiah(signed), Rupiah(signed) if banked else NIL)
        for place, (signed, banked) in enumerate(rows)
    ]
)


def _swapped(amount: int, first: int, second: int) -> int:
    digits = list(str(amount))
    first, second = first % len(digits), second % len(digits)
    digits[first], digits[second] = digits[second], digits[first]
    return 0 if digits[0] == "0" else int("".join(digits))


def _blamed(difference: int, moves: list[MoneyMove]) -> set[str]:
    return {item.move.voucher for item in explanations(Rupiah(difference), moves)}


@given(_moves)
def test_no_difference_needs_no_explanation(moves):
    """A count that agrees blames nobody."""
    assert explanations(NIL, moves) == ()


@given(_moves, st.data())
def test_a_voucher_that_never_went_through_the_cash_box_is_blamed(moves, data):
    """Recorded in the cash box and really paid through the bank, or written down twice; or the other way round."""
    move = data.draw(st.sampled_from(moves))
    wrong = move.bank.value or -move.cash.value

    assert move.voucher in _blamed(wrong, moves) or len(explanations(Rupiah(wrong), moves)) == 8


@given(_moves, st.data(), st.integers(0, 6), st.integers(0, 6))
def test_a_voucher_with_two_digits_swapped_is_blamed(moves, data, first, second):
    """The right amount is named."""
    cash = [move for move in moves if move.cash]
    assume(cash)
    move = data.draw(st.sampled_from(cash))
    sign = 1 if move.cash > NIL else -1
    right = _swapped(move.amount.value, first, second)
    assume(right not in (0, move.amount.value))

    found = explanations(Rupiah(sign * (right - move.amount.value)), moves)

    assert len(found) == 8 or any(item.move == move and "dua angkanya tertukar" in item.guess for item in found)


@given(_moves, st.integers(-5_000_000, 5_000_000))
def test_every_explanation_explains_the_difference(moves, difference):
    """No guess is made about a voucher that could not be behind it."""
    for item in explanations(Rupiah(difference), moves):
        amount, cash, bank = item.move.amount.value, item.move.cash.value, item.move.bank.value
        possible = {-cash, cash, -2 * cash, bank, *(cash * 9, cash // 10 - cash)}
        possible |= {
            (1 if cash > 0 else -1) * (_swapped(amount, first, second) - amount)
            for first in range(8)
            for second in range(first)
        }
        assert difference in possible


def test_a_guess_says_what_may_be_wrong():
    """Each kind of slip has its sentence."""
    deposit = MoneyMove("BPB-1", "Setor", Rupiah(-500_000), Rupiah(500_000))
    banked = MoneyMove("BKM-1", "Mawar", NIL, Rupiah(690_000))
    paid = MoneyMove("BKK-1", "Kertas", Rupiah(-75_000), NIL)
    got = MoneyMove("BKM-2", "Melati", Rupiah(690_000), NIL)
    moves = [deposit, banked, paid, got]

    def told(difference: int) -> list[tuple[str, str]]:
        return [(item.move.voucher, item.guess) for item in explanations(Rupiah(difference), moves)]

    assert told(500_000) == [
        ("BPB-1", "tercatat dipindah antara kas dan bank, mungkin uangnya belum dipindah"),
    ]
    assert told(690_000) == [
        ("BKM-1", "tercatat masuk bank, mungkin uangnya masuk kas"),
        ("BKM-2", "sebesar selisihnya, mungkin ada satu lagi yang sama dan belum dicatat"),
    ]
    assert told(-690_000) == [("BKM-2", "tercatat masuk kas, mungkin uangnya masuk bank atau tercatat dua kali")]
    assert told(75_000) == [("BKK-1", "tercatat keluar dari kas, mungkin dibayar dari bank atau tercatat dua kali")]
    assert told(150_000) == [("BKK-1", "separuh selisihnya, mungkin uang masuk dan keluar tertukar")]
    assert told(270_000) == [("BKM-2", "mungkin dua angkanya tertukar, seharusnya 960.000")]
    assert told(-621_000) == [("BKM-2", "mungkin nolnya kurang atau lebih, seharusnya 69.000")]
    assert told(12_345) == []
    assert total([move.amount for move in moves]) == Rupiah(1_955_000)
