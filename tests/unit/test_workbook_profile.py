"""The name of the UPK in the title of a list, without the words of the list."""

import pytest

from danabergulir.operations.imports.workbook.around.profile import find_profile
from danabergulir.operations.imports.workbook.sheets import Sheet, Workbook


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("UPK MAJU BERSAMA - DAFTAR PINJAMAN", "UPK Maju Bersama"),
        ("UPK MAJU BERSAMA \u2013 JANUARI", "UPK Maju Bersama"),
        ("UPK MAJU BERSAMA DAFTAR PINJAMAN KSM", "UPK Maju Bersama"),
        ("LAPORAN UPK MAJU-JAYA, KELURAHAN SUKA", "UPK Maju-jaya"),
    ],
)
def test_the_name_ends_where_the_list_begins(title, name):
    """At a dash between blanks, or at a word that lists are called by."""
    sheet = Sheet("P", ((title,), ("NAMA KSM", "RW")))
    assert find_profile(Workbook("buku.xlsx", (sheet,))).facts["upk"].value == name
