"""Values of the registers: names, phones, NIK, words of the field."""

import pytest

from danabergulir.dates import Frequency
from danabergulir.domain.accounts import AccountClass, Role
from danabergulir.domain.policy.choices import Method
from danabergulir.errors import UsageError
from danabergulir.money import NIL, Rupiah
from danabergulir.operations.imports import values


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("0812 3456 7890", "081234567890"),
        ("+62 812-3456-7890", "081234567890"),
        ("62812 3456 7890", "081234567890"),
        ("81234567890", "081234567890"),
        ("(022) 765.4321", "0227654321"),
        ("", ""),
        ("-", ""),
    ],
)
def test_a_phone_number_is_kept_in_one_form(typed, phone):
    """Spaces, dashes, brackets and the country code do not matter; a nought that a spreadsheet dropped comes back."""
    assert values.read_phone(typed) == phone


@pytest.mark.parametrize(
    ("reader", "typed", "value"),
    [
        ("read_name", "  KSM Mawar ", "KSM Mawar"),
        ("read_name", "\u001b[31mMerah", "\u001b[31mMerah"),
        ("read_text", " ", ""),
        ("read_count", "12", 12),
        ("read_yes_no", "Ya", True),
        ("read_yes_no", "t", False),
        ("read_paid", "0", NIL),
        ("read_paid", "1,5jt", Rupiah(1_500_000)),
        ("read_gender", "Perempuan", "P"),
        ("read_gender", "l", "L"),
        ("read_nik", "9900000000000001", "9900000000000001"),
        ("read_account_class", "Aset", AccountClass.ASSET),
        ("read_roles", "modal laba_ditahan", {Role.CAPITAL, Role.RETAINED_RESULT}),
        ("read_roles", "", frozenset()),
        ("read_method", "Menurun", Method.DECLINING),
        ("read_frequency", "dua-mingguan", Frequency.FORTNIGHTLY),
    ],
)
def test_words_of_the_field_are_understood(reader, typed, value):
    """Case and blanks around a word do not matter; what a name holds stays as it is."""
    assert getattr(values, reader)(typed) == value


@pytest.mark.parametrize(
    ("reader", "typed"),
    [
        ("read_name", " "),
        ("read_name", "x" * 201),
        ("read_name", "\udcff"),
        ("read_text", "x" * 201),
        ("read_phone", "lihat buku"),
        ("read_phone", "0812"),
        ("read_phone", "٠٨١٢٣٤٥٦٧٨٩"),
        ("read_count", "-1"),
        ("read_count", "12345"),
        ("read_count", "²"),
        ("read_yes_no", "mungkin"),
        ("read_paid", "-5"),
        ("read_gender", "x"),
        ("read_nik", "990000"),
        ("read_nik", "\uff19" * 16),
        ("read_account_class", "harta"),
        ("read_roles", "kas kass"),
        ("read_method", "bunga"),
        ("read_frequency", "harian"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_advice(reader, typed):
    """A word that is none of the known ones is refused with a hint."""
    with pytest.raises(UsageError) as caught:
        getattr(values, reader)(typed)
    assert caught.value.hint


@pytest.mark.parametrize(("reader", "typed"), [("read_nik", "99000000000001"), ("read_phone", "081x23456789")])
def test_a_private_number_is_never_repeated(reader, typed):
    """The refusal of a NIK or a phone number does not hold it."""
    with pytest.raises(UsageError) as caught:
        getattr(values, reader)(typed)
    assert typed not in caught.value.message + caught.value.hint
