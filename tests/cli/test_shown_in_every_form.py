"""Whatever shows something shows it on the screen, as CSV and as JSON, and in a file where one is named."""

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from typer.core import TyperOption

from command_tree import showing, walked
from danabergulir.domain.witness.codes import code_of

_ANSWERING = ("banding", "ingatkan", "kas hitung")
"""They record, and what they answer is kept as a file too."""
_COMMANDS = {" ".join(words): command for words, command, _ in walked()}


@pytest.mark.parametrize("name", [*showing(), *_ANSWERING])
def test_what_shows_something_shows_it_in_every_form(name):
    """No listing and no record is left out: --format, --ke and --pemisah stand on each."""
    options = {flag for param in _COMMANDS[name].params if isinstance(param, TyperOption) for flag in param.opts}

    assert {"--format", "--ke", "--pemisah"} - options == set()


_RECORDS = {
    "profil lihat": "upk",
    "ksm lihat K-12": "kode",
    "pinjaman lihat K-12": "nomor",
    "profil pengaturan": "buku",
}
_LISTS = {
    "kebijakan lihat": "kunci",
    "kebijakan bawaan": "kunci",
    "periksa --per 2023-01-31": "pemeriksaan",
    "jelaskan 2023-01 kinerja PAR": "uraian",
    "profil templat": "templat",
}


@pytest.fixture
def fund(run, demonstration):
    """Return a runner beside a copy of the demonstration ledger."""
    shutil.copyfile(demonstration.ledger, run.ledger)
    return run


def _table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.parametrize(("words", "key"), {**_RECORDS, **_LISTS}.items())
def test_a_record_and_a_list_are_read_by_programs(fund, words, key):
    """CSV has a heading for each column, JSON the same names."""
    found = json.loads(fund(*words.split(), "--format", "json").stdout)
    printed = fund(*words.split(), "--format", "csv")
    heading, *lines = _table(printed.stdout)

    assert (printed.status, heading[0]) == (0, key)
    assert {len(line) for line in lines} == {len(heading)}
    if words in _RECORDS:
        assert key in found
    elif words.startswith("jelaskan"):
        assert found["kunci"] == "PAR"
    else:
        assert [row[key] for row in found["baris"]] == [line[0] for line in lines]


def test_a_head_is_told_to_programs_too(fund):
    """What `periksa --kepala` finds is one record."""
    with closing(sqlite3.connect(fund.ledger)) as connection:
        ((head,),) = connection.execute("SELECT lower(hex(head)) FROM seal WHERE seq = 1")

    found = json.loads(fund("periksa", "--kepala", head[:16], "--format", "json").stdout)

    assert (found["kepala"], found["tabel"]) == (head, "book")


def test_a_code_is_told_to_programs_too(fund):
    """What `periksa kode` finds is one record: the amount a number, the day as ISO has it."""
    with closing(sqlite3.connect(fund.ledger)) as connection:
        query = "SELECT digest, number, dated_on FROM voucher WHERE kind = 'BKM' ORDER BY sequence LIMIT 1"
        ((digest, number, day),) = connection.execute(query)

    found = json.loads(fund("periksa", "kode", code_of(digest), "--format", "json").stdout)

    assert (found["kode"], found["bukti"], found["tanggal"]) == (code_of(digest), number, day)
    assert isinstance(found["jumlah"], int)


def test_json_of_a_ksm_holds_its_members_loans_and_letters(fund):
    """The lists that stand below it on the screen; CSV is the KSM alone, in the columns of its import."""
    found = json.loads(fund("ksm", "lihat", "K-12", "--format", "json").stdout)
    heading, line = _table(fund("ksm", "lihat", "K-12", "--format", "csv").stdout)

    assert len(found["anggota"]) == found["jumlah_anggota"] == 10
    assert [loan["pinjaman"] for loan in found["pinjaman"]] == ["P-0022", "P-0046"]
    assert isinstance(found["sanksi"], list)
    assert dict(zip(heading, line, strict=True))["rw"] == found["rw"] == "04"


def test_a_record_is_written_to_a_file(fund):
    """In whichever form, and the screen says where."""
    for form, beginning in (("tabel", "Kode"), ("csv", "\ufeffkode;"), ("json", "{")):
        printed = fund("ksm", "lihat", "K-12", "--format", form, "--ke", f"ksm.{form}")
        assert (printed.status, printed.stdout, printed.stderr) == (0, "", f"Ditulis ke ksm.{form}\n")
        assert (fund.folder / f"ksm.{form}").read_text(encoding="utf-8").startswith(beginning)


def test_the_count_of_the_cash_box_is_kept_as_a_file(book):
    """What it answered is written where `--ke` says, with the delimiter asked for."""
    printed = book("kas", "hitung", "0", "--format", "csv", "--pemisah", ",", "--ke", "hitungan.csv")

    assert (printed.status, printed.stdout) == (0, "")
    assert (book.folder / "hitungan.csv").read_text(encoding="utf-8-sig").startswith("akun,")


def test_the_rules_come_as_the_file_that_puts_them_in_force(book):
    """Unless another form is asked for; a rule stands beside the default."""
    as_file = book("kebijakan", "lihat").stdout
    rules = json.loads(book("kebijakan", "lihat", "--format", "json").stdout)["baris"]

    assert as_file.startswith("# Kebijakan UPK.")
    assert [rule for rule in rules if rule["kunci"] == "risiko.batas"] == [
        {
            "kunci": "risiko.batas",
            "nilai": "3",
            "bawaan": "3",
            "arti": "LAR dan PAR menghitung pinjaman mulai kali menunggak",
        }
    ]


def test_a_count_whose_answer_cannot_be_written_is_not_recorded(book):
    """The file is looked at first; what stands there stays."""
    (book.folder / "hitungan.csv").write_text("milik orang lain", encoding="utf-8")
    before = book.ledger.read_bytes()

    refused = book("kas", "hitung", "0", "--format", "csv", "--ke", "hitungan.csv")

    assert (refused.status, refused.stdout) == (2, "")
    assert book("kas", "hitung", "0", "--ke", "x" * 300).status == 2
    assert book.ledger.read_bytes() == before
