"""Values of the registers as a person writes them: names, phones, counts, yes and no, and the words of the field.

Each reader takes the text of one cell or one option and raises ``UsageError`` for what it cannot be.
"""

import re
from typing import Final

from danabergulir.dates import Frequency
from danabergulir.domain.accounts import AccountClass, Role
from danabergulir.domain.groups import looks_like_a_number, rw_number
from danabergulir.domain.policy.choices import Method
from danabergulir.errors import UsageError
from danabergulir.money import NIL, Rupiah, parse_rupiah
from danabergulir.text import is_whole, quoted

LONGEST_TEXT: Final = 200
"""Characters; no name or address of the field is longer."""


def read_text(word: str) -> str:
    """Return free text without the blanks around it; it may be empty. Raises ``UsageError``."""
    text = word.strip()
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"terlalu panjang ({len(text)} huruf): {quoted(text)}", f"Paling banyak {LONGEST_TEXT} huruf.")
    if not is_whole(text):
        raise UsageError("tulisan tidak dapat dibaca", "Ketik lagi tulisannya.")
    return text


def read_name(word: str) -> str:
    """Return a name or code, which is never empty. Raises ``UsageError``."""
    text = read_text(word)
    if not text:
        raise UsageError("belum diisi", "Isi dengan satu kata atau lebih.")
    return text


def read_minutes(word: str) -> str:
    """Return the number of minutes, in which at least one letter or figure stands. Raises ``UsageError``."""
    number = read_name(word)
    if not any(letter.isalnum() for letter in number):
        raise UsageError(
            f"{quoted(number)} bukan nomor berita acara", "Tulis nomor yang ada di berita acara, misalnya 07/BA/2026."
        )
    return number


def read_minutes_or_none(word: str) -> str:
    """Return the number of minutes, or nothing where there is none. Raises ``UsageError``."""
    return read_minutes(word) if read_text(word) else ""


def read_ksm_code(word: str) -> str:
    """Return the code of a KSM. Raises ``UsageError`` for what reads as the number of something else."""
    code = read_name(word)
    if looks_like_a_number(code):
        raise UsageError(
            f"kode KSM {quoted(code)} mirip nomor pinjaman atau bukti", "Pakai kode lain, misalnya K-01 atau MAWAR."
        )
    return code


def read_place(word: str) -> str:
    """Return an RW or RT as written, never empty. Raises ``UsageError`` for nil and a number below it."""
    text = read_name(word)
    if re.match(r"[-\u2212\u2013]\s*[0-9]", text) or re.fullmatch(r"0+", rw_number(text)):
        raise UsageError(f"nomor RW atau RT paling sedikit 1: {quoted(text)}", "Tulis angka, misalnya 05.")
    return text


def read_rw(word: str) -> str:
    """Return the number of an RW as ``rw_number`` has it. Raises ``UsageError`` for what is no number of a place."""
    number = rw_number(read_place(word))
    if not re.fullmatch(r"[0-9]{2,3}[A-Z]?", number):
        raise UsageError(f"nomor RW tidak dapat dibaca: {quoted(word)}", "Tulis angka, misalnya 05.")
    return number


_PHONE: Final = re.compile(r"(?:\+62|62|0|(?=8))[0-9]{6,13}")


def read_phone(word: str) -> str:
    """Return a phone number as ``08123456789``, or the empty word. Raises ``UsageError``, which never repeats it.

    A spreadsheet drops the first nought, so ``8123456789`` is a mobile number too.
    """
    digits = re.sub(r"[\s.()-]", "", word)
    if digits and not _PHONE.fullmatch(digits):
        raise UsageError(
            "nomor telepon tidak dapat dibaca", "Tulis angka, misalnya 0812 3456 7890 atau +62 812 3456 7890."
        )
    return re.sub(r"^(?:\+62|62|(?=8))", "0", digits)


def read_count(word: str) -> int:
    """Return a whole number of people or times. Raises ``UsageError``."""
    if not (word.isascii() and word.isdigit() and len(word) <= 4):  # noqa: PLR2004 - no group has ten thousand people
        raise UsageError(f"bukan bilangan: {quoted(word)}", "Tulis angka saja, misalnya 12.")
    return int(word)


def read_yes_no(word: str) -> bool:
    """Return whether a cell says yes. Raises ``UsageError``."""
    known = {"ya": True, "y": True, "tidak": False, "t": False}
    if word.casefold() not in known:
        raise UsageError(f"isi ya atau tidak, bukan {quoted(word)}", "Tulis ya atau tidak.")
    return known[word.casefold()]


_NOTHING: Final = ("-", "–", "—", "Rp -", "Rp-")  # noqa: RUF001 - strokes as they are typed


def read_paid(word: str) -> Rupiah:
    """Return an amount that may be nil, as an empty cell of a spreadsheet may be: a stroke. Raises ``UsageError``."""
    if word.strip() in _NOTHING:
        return NIL
    return parse_rupiah(word, zero_allowed=True)


def read_account_class(word: str) -> AccountClass:
    """Return the class that a word names. Raises ``UsageError``."""
    try:
        return AccountClass(word.casefold())
    except ValueError:
        known = ", ".join(AccountClass)
        raise UsageError(f"golongan tidak dikenal: {quoted(word)}", f"Pilih: {known}.") from None


def read_roles(words: str) -> frozenset[Role]:
    """Return the roles that words separated by blanks name. Raises ``UsageError``."""
    try:
        return frozenset(Role(word.casefold()) for word in words.split())
    except ValueError:
        known = ", ".join(role for role in Role if role is not Role.OPENING)
        raise UsageError(f"peran tidak dikenal: {quoted(words, 60)}", f"Peran yang ada: {known}.") from None


_GENDERS: Final = {"p": "P", "perempuan": "P", "wanita": "P", "l": "L", "laki-laki": "L", "pria": "L"}
NIK_DIGITS: Final = 16


def read_gender(word: str) -> str:
    """Return ``P`` (perempuan) or ``L`` (laki-laki). Raises ``UsageError``."""
    if word.casefold() not in _GENDERS:
        raise UsageError(f"jenis kelamin tidak dikenal: {quoted(word)}", "Tulis P (perempuan) atau L (laki-laki).")
    return _GENDERS[word.casefold()]


def read_nik(word: str) -> str:
    """Return a NIK of sixteen digits. Raises ``UsageError``, which never repeats it: it is private."""
    if not (word.isascii() and word.isdigit() and len(word) == NIK_DIGITS):
        raise UsageError(f"NIK harus {NIK_DIGITS} angka", "Periksa kartunya. NIK boleh dikosongkan.")
    return word


def read_method(word: str) -> Method:
    """Return the method that a word names. Raises ``UsageError``."""
    try:
        return Method(word.casefold())
    except ValueError:
        raise UsageError(f"metode tidak dikenal: {quoted(word)}", f"Pilih: {', '.join(Method)}.") from None


def read_frequency(word: str) -> Frequency:
    """Return the frequency that a word names. Raises ``UsageError``."""
    try:
        return Frequency(word.casefold())
    except ValueError:
        raise UsageError(f"frekuensi tidak dikenal: {quoted(word)}", f"Pilih: {', '.join(Frequency)}.") from None
