"""A typed letter read as parts: what becomes a fact, a list, a signature, and what stays as it was typed."""

import pytest

from danabergulir.reports.papers.letter_parts import Facts, HeadPlace, Items, LetterPart, Passage, Signatures, set_out

VALUES = {
    "kop": "UPK MELATI\n====",
    "ksm": "KSM Mawar",
    "ketua": "H. Amin Contoh",
    "tembusan": "1. Ketua RW\n2. Arsip",
    "kosong": "",
}


def _parts(template):
    return set_out(template, VALUES)[1]


def _contents(template):
    return [part.content for part in _parts(template)]


def test_the_letterhead_takes_the_place_of_its_placeholder():
    """On a line of its own it is drawn, in the middle of one it is text; the typed letter has the text in both."""
    text, parts = set_out("{kop}\n\nDari {kop}", VALUES)

    assert text == "UPK MELATI\n====\n\nDari UPK MELATI\n====\n"
    assert parts == (LetterPart(HeadPlace(), 0), LetterPart(Passage(("Dari UPK MELATI", "===="))))


def test_a_letterhead_may_stand_twice():
    """Both are drawn."""
    assert _contents("{kop}\n{kop}") == [HeadPlace(), HeadPlace()]


def test_a_name_that_reads_like_the_placeholder_of_the_letterhead_is_a_name():
    """Only what the template says counts."""
    _, parts = set_out("{ksm}", {"ksm": "{kop}"})

    assert parts == (LetterPart(Passage(("{kop}",)), 0),)


def test_label_and_value_are_a_fact():
    """However wide the label was typed, and with nothing behind the colon."""
    assert _contents("Nomor    : 007/UPK\nLampiran :\n\n   Jam : 09 : 00") == [
        Facts((("Nomor", "007/UPK"), ("Lampiran", ""))),
        Facts((("Jam", "09 : 00"),), indented=True),
    ]


@pytest.mark.parametrize("line", ["Tembusan:", "Lampiran: anggota KSM Mawar", "pukul 09:00", ": tanpa nama"])
def test_a_colon_alone_makes_no_fact(line):
    """It takes a label, and room before the colon."""
    assert _contents(line) == [Passage((line,))]


def test_a_list_belongs_to_the_words_right_above_it():
    """No empty line stands between them."""
    assert _parts("Tembusan:\n{tembusan}") == (
        LetterPart(Passage(("Tembusan:",)), 0),
        LetterPart(Items((("1.", "Ketua RW"), ("2.", "Arsip"))), 0),
    )


@pytest.mark.parametrize("mark", ["1.", "12)", "a.", "-", "*"])
def test_an_item_begins_with_a_number_a_small_letter_or_a_sign(mark):
    """Each is kept as it was typed."""
    assert _contents(f"  {mark} bayar lunas") == [Items(((mark, "bayar lunas"),))]


def test_a_capital_and_a_point_begin_a_name():
    """Haji Amin heads no list."""
    assert _contents("Kepada Yth.\n{ketua}") == [Passage(("Kepada Yth.", "H. Amin Contoh"))]


def test_lines_broken_because_they_were_full_are_one_sentence():
    """A short line ends where it ends; what is put in does not count."""
    full = "Menurut pembukuan kami, angsuran pinjaman Saudara sudah lewat"

    assert _contents(f"{full}\njatuh tempo.\nTerima kasih.") == [Passage((f"{full} jatuh tempo.", "Terima kasih."))]
    assert _contents("{ksm}{ksm}{ksm}{ksm}{ksm}{ksm}{ksm}\ndi tempat") == [Passage(("KSM Mawar" * 7, "di tempat"))]


def test_those_who_sign_stand_side_by_side():
    """Three empty lines are room for a pen; the next signature may stand right below."""
    assert _contents("Sukamaju\nManajer UPK,\n\n\n\nSiti\n\nMengetahui,\nLurah,\n\n\n\n(....)\nNIP 1\n\nTembusan:") == [
        Signatures(
            ((("Sukamaju", "Manajer UPK,"), ("Siti",)), (("Mengetahui,", "Lurah,"), ("(....)", "NIP 1"))),
        ),
        Passage(("Tembusan:",)),
    ]


@pytest.mark.parametrize(
    "above",
    [
        "Demikian surat ini kami sampaikan, atas perhatian Saudara terima kasih.",
        "{kop}",
        "Nomor : 7",
        "1. satu",
        "a\nb\nc\nd\ne\nf\ng",
    ],
    ids=["a sentence", "letterhead", "fact", "list", "many lines"],
)
def test_room_below_anything_else_is_only_room(above):
    """Nobody signs a full line, a letterhead, a fact, a list or a page of text."""
    assert not any(isinstance(item, Signatures) for item in _contents(f"{above}\n\n\n\nSiti"))


def test_columns_made_of_spaces_stay_as_they_were_typed():
    """Two who sign side by side were put there with the space bar."""
    typed = "   Mengetahui,              Sukamaju,\n   Lurah                    Manajer UPK"

    assert _contents(f"{typed}\n\n\n\n   Budi                     Siti") == [
        Passage(tuple(typed.split("\n")), as_typed=True),
        Passage(("   Budi                     Siti",), as_typed=True),
    ]


def test_empty_lines_are_counted_and_an_empty_value_is_one():
    """A gap stays a gap."""
    assert [part.empty_lines for part in _parts("satu\n\n\ndua\n{kosong}\ntiga")] == [0, 2, 1]
