"""The audit package: judged by an outside tool, by its own check, by its own page, and by a ledger made from it."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from danabergulir.dates import END_OF_TIME, Frequency, Month
from danabergulir.domain.accounts import Account, AccountClass, Role
from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.loans.schedule import Instalment
from danabergulir.domain.loans.terms import Loan, LoanTerms, Paid
from danabergulir.domain.policy.choices import Method, RoundedPart
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import LedgerUnusableError, RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.write import Writer
from danabergulir.money import Direction, Rate, Rounding, Rupiah
from danabergulir.operations.audit import package as audit_package
from danabergulir.operations.audit import package_files
from danabergulir.operations.audit.package_check import check
from danabergulir.operations.audit.package_csv import bare, read, shielded
from danabergulir.operations.audit.package_vouchers import rebuilt
from danabergulir.operations.month import monthly_books
from danabergulir.reports.exports.audit_chain import tables_of
from ledger.small_ledger import ANGGREK, OPENED_ON, RECORDED_AT, cash_in, execute, fetch, record, start, written
from operations.forged_package import first_kind, sealed_anew, summed
from reports.small_books import PROFILE, move, posting

TABLES = tables_of(2, full=False)
FIRST, LAST = date(2021, 1, 1), date(2023, 1, 31)
HOSTILE = ("=1+1", "'=1+1", "''", "'", " @x", "a;b,=c", 'tiga "kutip"', "\tx", "dua\r\nbaris", "\x00", "-", "")


@pytest.fixture(scope="module")
def package(demonstration, tmp_path_factory) -> Path:
    """Return the package of the demonstration from its opening to its end, which no test changes."""
    return audit_package.write(demonstration.ledger, FIRST, LAST, tmp_path_factory.mktemp("paket") / "semua").folder


@pytest.fixture
def copied(package, tmp_path) -> Path:
    """Return a copy of the package that a test may change."""
    return shutil.copytree(package, tmp_path / "salinan")


def _tables(folder, delimiter=";"):
    """Return every table as dictionaries, as read back."""
    return {
        table.name: [
            dict(zip([field.name for field in table.fields], line, strict=True))
            for line in read(folder, table, delimiter)
        ]
        for table in TABLES
    }


def _described(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def _found(folder):
    return [(finding.check, finding.subject) for finding in check(folder)]


def _outside_judge(folder):
    """Return the errors that the frictionless tool finds."""
    frictionless = pytest.importorskip("frictionless", reason="the outside judge of Data Packages is not installed")
    return frictionless.validate(folder / "datapackage.json").flatten(["title", "note"])


def _run_the_page(folder):
    """Return what the lines of Python on the page print, run in the folder."""
    page = (folder / "BACA-SAYA.txt").read_text(encoding="utf-8-sig")
    lines = page[page.index("import csv") :]
    ran = subprocess.run(
        [sys.executable, "-c", lines], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return (ran.stdout + ran.stderr).strip()


def _edit(folder, name, pattern, new):
    """Replace the first match of ``pattern`` in a table."""
    path = folder / f"{name}.csv"
    text = path.read_bytes().decode("utf-8")
    changed, count = re.subn(pattern, new, text, count=1)
    assert count == 1
    path.write_bytes(changed.encode("utf-8"))


def test_the_demonstration_as_a_package_is_valid(package):
    """The frictionless tool has nothing to say, and neither has the package's own check."""
    assert _outside_judge(package) == []
    assert check(package) == []


def test_the_package_says_what_it_is(package, demonstration):
    """Period, chain head, counts and control totals are those of the ledger; no officer is named."""
    described = _described(package)
    origin = described["danabergulir"]
    rows = {resource["name"]: resource["rows"] for resource in described["resources"]}
    moved = {resource["name"]: resource["jumlah_kontrol"].get("jumlah") for resource in described["resources"]}
    books = monthly_books(demonstration.ledger, Month(2023, 1))
    newest = fetch(demonstration.ledger, "SELECT digest FROM voucher ORDER BY sequence DESC LIMIT 1")[0][0]

    assert (origin["dari"], origin["sampai"]) == ("2021-01-01", "2023-01-31")
    assert origin["kepala_rantai"]["digest"] == newest
    assert rows["bukti"] == fetch(demonstration.ledger, "SELECT count(*) FROM voucher")[0][0]
    assert moved["bukti"] == moved["transaksi"] == fetch(demonstration.ledger, "SELECT sum(amount) FROM transfer")[0][0]
    assert [name for name in books.profile.officers.values() if name in json.dumps(described)] == []


def test_the_balances_are_those_of_the_trial_balance(package, demonstration):
    """Carried forward, moved and left over, for every account."""
    books = monthly_books(demonstration.ledger, Month(2023, 1))

    assert {line["akun"]: line["saldo_akhir"] for line in _tables(package)["saldo"]} == {
        code: item.net
        for code, item in books.by_code.items()
        if code
        in {
            row[0]
            for row in fetch(demonstration.ledger, "SELECT debit FROM transfer UNION SELECT credit FROM transfer")
        }
    }


def test_a_month_carries_its_balances_forward(demonstration, tmp_path):
    """A later package starts from what an earlier one ended with, and its chain hangs on a digest it was given."""
    audit_package.write(demonstration.ledger, FIRST, date(2022, 12, 31), tmp_path / "satu")
    audit_package.write(demonstration.ledger, date(2023, 1, 1), LAST, tmp_path / "dua")
    before, after = _tables(tmp_path / "satu"), _tables(tmp_path / "dua")

    ended = {line["akun"]: line["saldo_akhir"] for line in before["saldo"]}
    assert {line["akun"]: line["saldo_awal"] for line in after["saldo"] if line["saldo_awal"]} == {
        code: balance for code, balance in ended.items() if balance
    }
    assert after["bukti"][0]["digest_sebelum"] == before["bukti"][-1]["digest"]
    assert _outside_judge(tmp_path / "dua") == []
    assert check(tmp_path / "dua") == []


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_lines_on_the_page_check_the_chain(demonstration, tmp_path, delimiter):
    """Copied from BACA-SAYA.txt and run in the folder, they agree; after one letter was changed they say where."""
    folder = tmp_path / "paket"
    written = audit_package.write(demonstration.ledger, FIRST, LAST, folder, delimiter=delimiter)
    assert _outside_judge(folder) == []
    entries = fetch(demonstration.ledger, "SELECT count(*) FROM seal")[0][0]
    assert _run_the_page(folder) == f"Cocok: {written.vouchers} bukti\nCocok: {entries} catatan"

    _edit(folder, "bukti", "Saldo awal", "Saldo akhir")
    assert _run_the_page(folder) == "Tidak cocok mulai bukti BSA-2021-0001"


def test_a_package_read_into_a_fresh_ledger_gives_the_same_totals_and_digests(package, demonstration, tmp_path):
    """The ledger rebuilt from the CSV files alone has the same chain, vouchers, transfers and balances."""
    fresh = tmp_path / "baru.db"
    _read_into(package, fresh)

    for query in (
        "SELECT sequence, number, recorded_at, digest FROM voucher ORDER BY sequence",
        "SELECT voucher, dated_on, debit, credit, amount, component, loan, ksm FROM transfer ORDER BY id",
        "SELECT number, ksm, principal, term, jasa_rate, titipan_rate, disbursed_on FROM loan ORDER BY number",
        "SELECT loan, number, due_on, principal, jasa, titipan FROM instalment WHERE version = 1 ORDER BY loan, number",
    ):
        assert fetch(fresh, query) == fetch(demonstration.ledger, query)
    one, other = monthly_books(fresh, Month(2023, 1)), monthly_books(demonstration.ledger, Month(2023, 1))
    assert {code: item.net for code, item in one.by_code.items()} == {
        code: item.net for code, item in other.by_code.items()
    }


def _read_into(folder, path):
    """Record a whole package in a new ledger, each voucher at the time at which it was recorded."""
    tables = _tables(folder)
    opened_on = date.fromisoformat(_described(folder)["danabergulir"]["saldo_awal_buku"])
    with store.creating(path) as connection:
        writer = Writer(connection, RECORDED_AT)
        writer.open_book(opened_on, "danabergulir")
        writer.set_profile(PROFILE, opened_on)
        writer.set_policy(DEFAULT_POLICY, opened_on)
        writer.add_accounts([_account(line) for line in tables["akun"]], opened_on)
        groups = {line["kode"]: KSM(*list(line.values())) for line in tables["ksm"]}
        for ksm in groups.values():
            writer.add_ksm(ksm, opened_on)
        for line in tables["pinjaman"]:
            agreed = [row for row in tables["jadwal"] if (row["pinjaman"], row["versi"]) == (line["nomor"], 1)]
            writer.add_loan(_loan(line, groups), [_instalment(row) for row in agreed])
        vouchers = (voucher for _, voucher in rebuilt(folder))
        for recorded_at, together in groupby(vouchers, key=lambda voucher: voucher.recorded_at):
            clerk = Writer(connection, recorded_at)
            for voucher in together:
                clerk.record(voucher.posting)
            clerk.flush()


def _account(line):
    roles = frozenset(Role(word) for word in line["peran"].split())
    return Account(line["kode"], line["nama"], AccountClass(line["golongan"]), line["lawan"], roles)


def _instalment(line):
    amounts = (Rupiah(line[name]) for name in ("pokok", "jasa", "titipan"))
    return Instalment(line["ke"], line["jatuh_tempo"], *amounts)


def _loan(line, groups):
    terms = LoanTerms(
        Rupiah(line["pokok"]),
        line["tenor"],
        Rate.percent(Fraction(line["jasa_persen"].replace(",", "."))),
        line["tanggal_cair"],
        Rounding(line["kelipatan"], Direction(line["arah_pembulatan"])),
        Rate.percent(Fraction(line["titipan_persen"].replace(",", "."))),
        Method(line["metode"]),
        Frequency(line["frekuensi"]),
        RoundedPart(line["bagian_dibulatkan"]),
        line["masa_tenggang"],
        line["jatuh_tempo_pertama"],
    )
    before = Paid(*(Rupiah(line[f"{part}_sebelum_buku"]) for part in ("pokok", "jasa", "titipan")))
    return Loan(line["nomor"], groups[line["ksm"]], terms, before)


def test_one_changed_byte_is_found(copied):
    """The file whose content is not the one described is named."""
    _edit(copied, "ksm", "05", "06")

    assert _found(copied) == [("paket-berkas", "ksm.csv"), ("paket-daftar", "ksm.csv")]


@pytest.mark.parametrize("newer", [True, False], ids=["with-heads-of-the-rw", "without"])
def test_a_package_of_the_first_kind_is_still_read(copied, newer):
    """It says itself that it proves vouchers and balances alone; the oldest ones lack the heads of the RW."""
    first_kind(copied)
    if not newer:
        described = _described(copied)
        described["resources"] = [item for item in described["resources"] if item["name"] != "ketua_rw"]
        (copied / "ketua_rw.csv").unlink()
        (copied / "datapackage.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
        (copied / "SHA256SUMS").write_text(summed(copied), encoding="utf-8", newline="\n")

    assert [(item.check, item.subject, item.severity) for item in check(copied)] == [
        ("paket-catatan", "susunan 1", "peringatan"),
        ("paket-daftar", "susunan 1", "peringatan"),
    ]


def test_the_sums_are_those_of_every_file(package):
    """What ``sha256sum -c`` reads speaks for the description and the page too."""
    assert (package / "SHA256SUMS").read_text(encoding="utf-8") == summed(package)
    assert len(list(package.iterdir())) == len(TABLES) + 4


@pytest.mark.parametrize(
    "name", [*(f"{table.name}.csv" for table in TABLES), "datapackage.json", "BACA-SAYA.txt", "kebijakan.toml"]
)
def test_one_changed_digit_of_any_file_is_found(copied, name):
    """No file of the package can be changed without its name being told."""
    content = (copied / name).read_bytes()
    digit = rb"[0-8]" if re.search(rb"[0-8]", content) else rb"[a-z]"  # nobody is head of an RW there
    place = re.search(digit, content[len(content) // 2 :] + content).start() + len(content) // 2
    place %= len(content)
    (copied / name).write_bytes(content[:place] + b"9" + content[place + 1 :])

    assert ("paket-berkas", name) in _found(copied)


@pytest.mark.parametrize(
    "change", [lambda text: text[1:], lambda text: text + " ", lambda text: text.replace("akun.csv", "akur.csv")]
)
def test_a_list_of_sums_that_was_changed_is_named(copied, change):
    """One letter more or less, and it is no longer the list that was written."""
    path = copied / "SHA256SUMS"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")

    assert {subject for _, subject in _found(copied)} <= {"SHA256SUMS", "BACA-SAYA.txt"}
    assert len(_found(copied)) == 1


def test_a_package_without_its_sums_is_only_remarked_on(copied):
    """One from before there was such a list is sound, but for two files that nothing speaks for."""
    (copied / "SHA256SUMS").unlink()

    assert [(item.check, item.subject, item.severity) for item in check(copied)] == [
        ("paket-berkas", "SHA256SUMS", "peringatan")
    ]


def test_a_page_that_is_gone_is_named(copied):
    """The list of sums says that there was one."""
    (copied / "BACA-SAYA.txt").unlink()

    assert _found(copied) == [("paket-berkas", "BACA-SAYA.txt")]


def test_a_forged_amount_is_found_though_every_sum_was_put_right(copied):
    """Balances, control totals and SHA-256 were brought in line, yet the voucher's digest gives it away."""
    line = next(line for line in _tables(copied)["bukti"] if line["kejadian"] == "kas keluar")
    number, amount = line["nomor"], line["jumlah"]
    move = next(row for row in _tables(copied)["transaksi"] if row["bukti"] == number)
    _edit(copied, "transaksi", f'("{number}";1;.*?);{amount};', rf"\g<1>;{amount + 1};")
    _edit(copied, "bukti", f'("{number}";.*?);{amount};', rf"\g<1>;{amount + 1};")
    for code, side in ((move["debit"], 2), (move["kredit"], 3)):
        old = next(list(row.values()) for row in _tables(copied)["saldo"] if row["akun"] == code)
        new = list(old)
        new[side] += 1
        new[4] += 1 if side == 2 else -1
        _edit(copied, "saldo", f'"{code}";.*', ";".join([f'"{code}"', *map(str, new[1:])]) + "\r")
    sealed_anew(copied)

    assert _found(copied)[0] == ("paket-rantai", number)
    assert {name for name, _ in _found(copied)[1:]} == {"paket-daftar"}


def test_a_voucher_taken_out_is_found(copied):
    """The entries know it, and the balances are not the transfers'."""
    number = _tables(copied)["bukti"][100]["nomor"]
    _edit(copied, "bukti", rf'\n101;"{number}".*\r', "")
    path = copied / "transaksi.csv"
    kept = [line for line in path.read_bytes().splitlines(keepends=True) if f'"{number}";'.encode() not in line]
    path.write_bytes(b"".join(kept))
    sealed_anew(copied)

    assert ("paket-daftar", "bukti.csv") in _found(copied)
    assert {name for name, _ in _found(copied)} == {"paket-daftar", "paket-saldo"}


def test_a_voucher_taken_out_of_a_package_of_the_first_kind_leaves_a_gap(copied):
    """The sequence has one where there should be none."""
    number = _tables(copied)["bukti"][100]["nomor"]
    _edit(copied, "bukti", rf'\n101;"{number}".*\r', "")
    path = copied / "transaksi.csv"
    kept = [line for line in path.read_bytes().splitlines(keepends=True) if f'"{number}";'.encode() not in line]
    path.write_bytes(b"".join(kept))
    first_kind(copied)
    sealed_anew(copied)

    assert {name for name, _ in _found(copied)} == {*("paket-urutan", "paket-saldo", "paket-catatan", "paket-daftar")}


def test_the_last_voucher_taken_out_is_found(copied):
    """The chain then ends before its head."""
    number = _tables(copied)["bukti"][-1]["nomor"]
    for name in ("bukti", "transaksi"):
        path = copied / f"{name}.csv"
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(line for line in lines if f'"{number}";'.encode() not in line))
    sealed_anew(copied)

    assert ("paket-rantai", "kepala bukti") in _found(copied)


@pytest.mark.parametrize(
    ("name", "pattern", "new", "found"),
    [
        ("transaksi", r'"11010"', '"99999"', {"paket-kunci", "paket-saldo", "paket-rantai"}),
        ("anggota", r"\n(.*\r\n)", r"\n\g<1>\g<1>", {"paket-kunci"}),
        ("saldo", r";(\d+)\r", r";7\r", {"paket-saldo"}),
        ("bukti", r'"BSA";"saldo awal"', '"BSA";"lain"', {"paket-rantai"}),
        ("bukti", '"0{64}"', f'"{"1" * 64}"', {"paket-rantai"}),
    ],
)
def test_what_does_not_hang_together_is_found_in_a_sealed_package(copied, name, pattern, new, found):
    """Keys that point nowhere, doubled lines, balances that do not add up, words that mean nothing."""
    _edit(copied, name, pattern, new)
    sealed_anew(copied)

    assert {check_name for check_name, _ in _found(copied)} == found | {"paket-daftar"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("saldo", b"bukan tabel", "baris judul berbeda"),
        ("saldo", b"\xff\xfe", "isi bukan UTF-8"),
        ("akun", b'"kode";"nama";"golongan";"lawan";"peran"\r\n"1"\r\n', "baris 2: ada 1 kolom, seharusnya 5"),
        ("akun", b'"kode";"nama";"golongan";"lawan";"peran"\r\n"1";"";"aset";"x";""\r\n',
         "baris 2: kolom lawan tidak dapat dibaca"),
        ("akun", b'"kode";"nama";"golongan";"lawan";"peran"\r\n"";"";"aset";"ya";""\r\n',
         "baris 2: kolom kode kosong"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(copied, name, content, message):
    """Whatever lies there instead of a table, the check says what is wrong with it and goes on."""
    (copied / f"{name}.csv").write_bytes(content)

    assert [finding.message for finding in check(copied) if finding.check == "paket-isi"] == [message]


def test_keys_that_all_point_nowhere_are_told_in_a_few_lines(copied):
    """Five lines are named, the rest counted."""
    lines = len(_tables(copied)["anggota"])
    path = copied / "anggota.csv"
    path.write_bytes(re.sub(rb'\n"', rb'\n"X', path.read_bytes()))
    sealed_anew(copied)

    messages = [finding.message for finding in check(copied) if finding.check == "paket-kunci"]
    assert (len(messages), messages[-1]) == (6, f"dan {lines - 5} kesalahan kunci lagi")


@pytest.mark.parametrize("text", ["", "[]", "null", '{"danabergulir": {}, "resources": []}', '{"resources": [1]}'])
def test_a_description_that_is_none_is_named(copied, text):
    """Whatever else lies there is no package, and no accident of the program."""
    (copied / "datapackage.json").write_text(text, encoding="utf-8")

    assert _found(copied) == [("paket-isi", "datapackage.json")]


def test_a_missing_file_and_a_missing_description_are_named(copied, tmp_path):
    """Neither is an accident of the program."""
    (copied / "jadwal.csv").unlink()
    assert _found(copied) == [("paket-isi", "jadwal.csv")]
    assert _found(tmp_path / "tidak-ada") == [("paket-isi", "datapackage.json")]


@given(st.text())
@example("'")
@example("'=1")
def test_shielding_a_text_can_be_undone_exactly(text):
    """What was recorded comes back letter for letter, and nothing that a spreadsheet would run is left in front."""
    written_text = shielded(text)

    assert bare(written_text) == text
    assert written_text.lstrip()[:1] not in {"=", "+", "-", "@"}


@settings(max_examples=10)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), min_size=1, max_size=5))
@example(list(HOSTILE))
def test_hostile_texts_keep_their_digests(memos):
    """Whatever was typed, the package is valid, its chain holds, and the texts come back as recorded."""
    with TemporaryDirectory() as name:
        path, folder = Path(name, "upk.db"), Path(name, "paket")
        start(path)
        day = date(2023, 1, 5)
        record(
            path,
            [
                replace(posting(day, move("11010", "31010", 5), memo=memo, party=memo), external_ref=f"{memo}{place}")
                for place, memo in enumerate(memos)
            ],
        )
        assert audit_package.write(path, OPENED_ON, END_OF_TIME, folder).findings == ()

        assert [voucher.posting.memo for _, voucher in rebuilt(folder)] == memos
        assert _outside_judge(folder) == []
        assert _run_the_page(folder).startswith(f"Cocok: {len(memos)} bukti\nCocok: ")


def test_an_empty_number_of_the_treasurer_is_not_the_same_as_none(tmp_path):
    """Both have their own digest, so both are told apart in the file."""
    path = tmp_path / "upk.db"
    start(path)
    record(path, [replace(cash_in(date(2023, 1, 5), 5), external_ref=""), cash_in(date(2023, 1, 6), 5)])

    written_package = audit_package.write(path, OPENED_ON, LAST, tmp_path / "paket")

    assert written_package.findings == ()
    assert [voucher.posting.external_ref for _, voucher in rebuilt(tmp_path / "paket")] == ["", None]
    assert _run_the_page(tmp_path / "paket").startswith("Cocok: 2 bukti\nCocok: ")


def test_a_voucher_written_down_late_leaves_a_gap_and_the_chain_holds(tmp_path):
    """A voucher of February lies between two of January; the entries of the package of January hold it."""
    path = tmp_path / "upk.db"
    start(path)
    record(path, [cash_in(day, 5) for day in (date(2023, 1, 5), date(2023, 2, 1), date(2023, 1, 9))])

    found = audit_package.write(path, OPENED_ON, LAST, tmp_path / "paket").findings

    assert found == ()
    assert _run_the_page(tmp_path / "paket").startswith("Cocok: 2 bukti\nCocok: ")


def test_a_ledger_changed_behind_the_programs_back_is_told(tmp_path):
    """The package is written as the books are, and its findings name the voucher."""
    path = tmp_path / "upk.db"
    start(path)
    record(path, [cash_in(date(2023, 1, day), 5) for day in (5, 6, 7)])
    execute(path, "DROP TRIGGER transfer_no_update")
    execute(path, "UPDATE transfer SET amount = 6 WHERE voucher = 2")

    found = audit_package.write(path, OPENED_ON, LAST, tmp_path / "paket").findings

    assert [finding.check for finding in found] == ["paket-rantai", "paket-catatan"]
    assert found[0].subject == "BKM-2023-0002"


@pytest.mark.parametrize(("full", "nik", "phone"), [(False, "disamarkan", "disamarkan"),
                                                    (True, "3271234567893456", "081298761234")])  # fmt: skip
def test_personal_numbers_are_masked_unless_all_is_asked_for(tmp_path, full, nik, phone):
    """Neither NIK nor phone leaves the ledger, nor the name of a member."""
    path = tmp_path / "upk.db"
    start(path)
    with written(path) as writer:
        writer.add_ksm(replace(ANGGREK, phone="081298761234"), OPENED_ON)
        writer.add_member(Member(ANGGREK.code, 1, "Sari Contoh", nik="3271234567893456"), OPENED_ON)
    audit_package.write(path, OPENED_ON, LAST, tmp_path / "paket", full=full)

    tables = _tables(tmp_path / "paket")
    assert (tables["anggota"][0]["nik"], tables["ksm"][0]["telepon"]) == (nik, phone)
    everything = b"".join(file.read_bytes() for file in (tmp_path / "paket").iterdir())
    assert {word in everything for word in (b"3271234567893456", b"081298761234", b"Sari Contoh")} == {full}


def test_the_same_period_gives_the_same_bytes(package, demonstration, tmp_path):
    """Nothing in a package depends on when it was made."""
    audit_package.write(demonstration.ledger, FIRST, LAST, tmp_path / "lagi")

    assert {file.name: file.read_bytes() for file in (tmp_path / "lagi").iterdir()} == {
        file.name: file.read_bytes() for file in package.iterdir()
    }


def test_a_folder_that_holds_something_is_refused(demonstration, tmp_path):
    """An empty folder is taken; one with a file in it and a file are not, and stay as they are."""
    (tmp_path / "kosong").mkdir()
    assert audit_package.write(demonstration.ledger, FIRST, LAST, tmp_path / "kosong").findings == ()
    (tmp_path / "isi").mkdir()
    (tmp_path / "isi" / "catatan.txt").write_text("x", encoding="utf-8")
    for taken in (tmp_path / "isi", tmp_path / "isi" / "catatan.txt"):
        with pytest.raises(RefusedError):
            audit_package.write(demonstration.ledger, FIRST, LAST, taken)
    assert sorted(path.name for path in tmp_path.rglob("*") if "kosong" not in str(path.parent)) == [
        "catatan.txt", "isi", "kosong",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "error"),
    [(date(2023, 1, 2), date(2023, 1, 1), UsageError), (date(2020, 1, 1), date(2020, 12, 31), RefusedError)],
)
def test_impossible_days_are_refused(demonstration, tmp_path, first, last, error):
    """Days in the wrong order, or before the ledger was opened: nothing is written."""
    with pytest.raises(error):
        audit_package.write(demonstration.ledger, first, last, tmp_path / "paket")
    assert list(tmp_path.iterdir()) == []


def test_where_the_package_cannot_be_finished_nothing_of_it_is_left(demonstration, tmp_path, monkeypatch):
    """A disk that fills up at the last file, a parent that is no folder, and a ledger that is not there."""

    def full_disk(_):
        raise OSError(28, "No space left on device")

    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError):
        audit_package.write(demonstration.ledger, FIRST, LAST, tmp_path / "file" / "paket")
    with pytest.raises(LedgerUnusableError):
        audit_package.write(tmp_path / "tidak-ada.db", FIRST, LAST, tmp_path / "paket")
    monkeypatch.setattr(package_files, "readme", full_disk)
    with pytest.raises(UsageError):
        audit_package.write(demonstration.ledger, FIRST, LAST, tmp_path / "paket")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
