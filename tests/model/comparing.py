"""The figures of the program beside those of the model: every report of a month, lists of any day, and hledger.

Each side is a nested mapping, report -> row -> column -> value. The model names the columns that are compared; a row
of the program without figures is no row.
"""

import csv
import os
import re
import sqlite3
import subprocess
from collections import defaultdict
from contextlib import closing
from datetime import timedelta
from fractions import Fraction
from io import StringIO

from danabergulir.dates import Month
from danabergulir.money import Rupiah
from danabergulir.operations.audit.journal import write_journal
from danabergulir.operations.loans.disbursement import list_loans
from danabergulir.operations.loans.penalties import list_penalties
from danabergulir.operations.month import arrears_list, monthly_reports
from danabergulir.operations.reserving import reserve_at
from danabergulir.operations.savings import list_savings
from model import facts as f
from model import reports
from model.assets import inventory
from model.good_payers import good_payers
from model.letters import sanctions
from model.schedules import round_to
from model.summary import summary
from model.vouchers import listed, reversals

_KEYS = {
    "neraca": "kode", "laba-rugi": "kode", "neraca-saldo": "kode", "perkembangan": "pinjaman", "tunggakan": "pinjaman",
    "kolektibilitas": "kelas", "kinerja": "indikator", "rekap-rw": "rw", "register-tabungan": "kode_ksm",
    "register-pinjaman": "pinjaman", "register-hapus-buku": "pinjaman", "inventaris": "nomor",
    "pembayar-baik": "pinjaman",
}  # fmt: skip
_BOOKS = ("uang-masuk", "uang-keluar", "pindah-buku")
_LISTS = ("rencana-penagihan", "buku-kas", "buku-bank", "pembatalan", "ringkasan", "sanksi", *_BOOKS)
_ONLY_WORTH_A_LOOK = "Tabungan di neraca = saldo bank tabungan"
NAMES = (*_KEYS, *_LISTS, "rekonsiliasi")


def fetch(path, query):
    """What plain SQLite reads from a ledger."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def plain(value):
    """A cell as the model would say it."""
    return value.value if isinstance(value, Rupiah) else value


def rows_of(section):
    """The rows of a table as mappings."""
    keys = [column.key for column in section.columns]
    return [dict(zip(keys, map(plain, row.cells), strict=True)) for row in section.data]


def of_program(path, day):
    """What the program reports at the end of a month."""
    found = {report.name: rows_of(report.section) for report in monthly_reports(path, Month.of(day), NAMES)}
    result = {name: {str(row[key]): row for row in found[name] if row[key]} for name, key in _KEYS.items()}
    result["neraca"] = {"LABA" if code == f"LABA-{day.year}" else code: row for code, row in result["neraca"].items()}
    result["neraca-saldo"] = {
        "LABA" if code == f"LABA-{day.year}" else code: row for code, row in result["neraca-saldo"].items()
    }
    result["register-pinjaman"] = {key: row for key, row in result["register-pinjaman"].items() if row["pokok"]}
    for row in result["register-tabungan"].values():
        row["bersih"] = row["kredit"] - row["debit"]
    result["rencana-penagihan"] = {f"{row['pinjaman']} {row['jatuh_tempo']}": row for row in found["rencana-penagihan"]}
    nothing = taken_back_at_once(path)
    _without_what_came_to_nothing(path, result["neraca-saldo"], day, nothing)
    for name in ("buku-kas", "buku-bank"):
        first, *lines = found[name]
        lines = [row for row in lines if row["bukti"] not in nothing]
        result[name] = {"saldo awal": {"saldo": first["saldo"]}} | _numbered(
            [(row["tanggal"], row["debit"], row["kredit"]) for row in lines if row["debit"] or row["kredit"]]
        )
        result[name]["saldo akhir"] = {"saldo": found[name][-1]["saldo"]}
    for name in _BOOKS:
        result[name] = _numbered(_by_voucher(found[name]))
    result["pembatalan"] = _numbered(
        [(row["tanggal"], row["jumlah"], row["pihak"], row["tanggal_batal"]) for row in found["pembatalan"]]
    )
    result["ringkasan"] = {row["butir"]: {"isi": _amounts(row["nilai"])} for row in found["ringkasan"]}
    result["ringkasan"]["Hasil sejak Januari"] = next(
        row for item, row in result["ringkasan"].items() if item.endswith("sejak Januari")
    )
    result["sanksi"] = _numbered([(row["pinjaman"], row["tingkat"], str(row["status"])) for row in found["sanksi"]])
    result["rekonsiliasi"] = {
        row["pemeriksaan"]: {"hasil": row["hasil"]}
        for row in found["rekonsiliasi"]
        if row["hasil"] != "cocok" and row["pemeriksaan"] != _ONLY_WORTH_A_LOOK
    }
    return result


def _by_voucher(rows):
    """The rows of a list of money, one per voucher and account."""
    net = defaultdict(int)
    for row in rows:
        amount = row["jumlah"] if "jumlah" in row else row["debit"] - row["kredit"]
        marked = "(dibatalkan " in row["keterangan"]
        net[row["tanggal"], row["bukti"], row["pihak"], row["akun"].split()[0], marked] += amount
    return [(day, party, code, marked, amount) for (day, _, party, code, marked), amount in net.items() if amount]


def _listed(fund, day, name):
    return [
        (when, party, code, marked, debit - credit if name != "uang-masuk" else credit - debit)
        for when, party, code, debit, credit, marked in listed(fund, day, name)
    ]


def _amounts(text):
    """The amounts in a cell of the summary, signs left out."""
    found = re.findall(r"[0-9][0-9.]*", text)
    return [int(word.replace(".", "")) for word in found] or [0]


def taken_back_at_once(path):
    """Vouchers that were taken back on their own day, and what takes them back: the model has neither."""
    pairs = fetch(
        path,
        "SELECT victim.number, back.number FROM voucher AS back "
        "JOIN voucher AS victim ON back.reverses = victim.number WHERE back.dated_on = victim.dated_on",
    )
    return {number for pair in pairs for number in pair}


def _without_what_came_to_nothing(path, rows, day, numbers):
    """The trial balance without the turnover of vouchers that were taken back on their own day."""
    net = defaultdict(int)
    for number, code, amount in fetch(
        path,
        "SELECT coalesce(voucher.corrects, voucher.number), move.code, move.amount FROM voucher JOIN ("
        "SELECT voucher, debit AS code, amount FROM transfer UNION ALL SELECT voucher, credit, -amount FROM transfer"
        f") AS move ON move.voucher = voucher.sequence WHERE substr(dated_on, 1, 7) = '{day:%Y-%m}'",
    ):
        if number in numbers:
            net[number, code] += amount
    for (_, code), amount in net.items():
        rows[code]["debit"] -= max(amount, 0)
        rows[code]["kredit"] -= max(-amount, 0)


def _numbered(lines):
    """Lines as rows named by their order when sorted, for the order within a day is the program's own."""
    return {f"baris {place}": {"isi": line} for place, line in enumerate(sorted(lines))}


def of_model(fund, day):
    """What the model reports at the end of a month."""
    result = {
        "neraca": {code: {"saldo": amount} for code, amount in reports.balance_sheet(fund, day).items()},
        "laba-rugi": reports.income_statement(fund, day),
        "neraca-saldo": reports.trial_balance(fund, day),
        "perkembangan": {
            number: {
                key: value
                for key, value in row.items()
                if key not in ("dihapus", "status", "real_titipan_sd_lalu", "real_titipan_bulan_ini")
            }
            for number, row in reports.progress(fund, day).items()
        },
        "tunggakan": _arrears(fund, day),
        "kolektibilitas": {
            str(number): _without(row, "jumlah_pinjaman") for number, row in reports.collectability(fund, day).items()
        },
        "kinerja": _performance(fund, day),
        "rekap-rw": _neighbourhoods(fund, day),
        "register-tabungan": _savings(fund, day),
        "register-pinjaman": reports.loan_register(fund, day),
        "register-hapus-buku": reports.write_off_register(fund, day),
        "rencana-penagihan": {
            f"{number} {row['jatuh_tempo']}": _without(row, "tabungan", "angsuran")
            for number, rows in reports.billing_plan(fund, day).items()
            for row in rows
        },
        "rekonsiliasi": {},
        "inventaris": inventory(fund, day),
        "pembatalan": _numbered(reversals(fund, day)),
        "sanksi": _numbered(sanctions(fund, day)),
        "pembayar-baik": good_payers(fund, day),
        "ringkasan": {item: {"isi": [abs(one) for one in amounts]} for item, amounts in summary(fund, day).items()},
    } | {name: _numbered(_listed(fund, day, name)) for name in _BOOKS}
    for name, role in (("buku-kas", "kas"), ("buku-bank", "bank")):
        before, lines = reports.account_book(fund, fund.books.with_role(role)[0], day)
        result[name] = {"saldo awal": {"saldo": before}} | _numbered(
            [(when, debit, credit) for when, _, debit, credit, _ in lines]
        )
        result[name]["saldo akhir"] = {"saldo": lines[-1][-1] if lines else before}
    return result


def _without(row, *keys):
    return {key: value for key, value in row.items() if key not in keys}


def _savings(fund, day):
    """What was brought and taken apart only where nothing was taken back: the program shows both sides of that."""
    shown = (
        ("saldo", "bersih")
        if any(isinstance(fact, f.Reversal) for fact in fund.facts)
        else ("saldo", "bersih", "debit", "kredit")
    )
    rows = {
        group: row | {"bersih": row["kredit"] - row["debit"]}
        for group, row in reports.savings_register(fund, day).items()
    }
    return {group: {key: row[key] for key in shown} for group, row in rows.items()}


def _arrears(fund, day):
    return {number: _without(row, "denda") for number, row in reports.arrears_list(fund, day).items()}


def _performance(fund, day):
    return {
        name: {
            "pembilang": round_to(above, 1, "terdekat"), "penyebut": below,
            "nilai_persen": value, "kategori": grade or "",
        }
        for name, (above, below, value, grade) in reports.performance(fund, day).items()
    }  # fmt: skip


def _neighbourhoods(fund, day):
    return {
        rw: _without(row, "peminjam", "kembali_yang_jatuh_tempo")
        for rw, row in reports.neighbourhoods(fund, day).items()
    }


def program_on(path, day):
    """What the program says of any day: loans, arrears, denda, reserve, savings and every account."""
    net = defaultdict(int)
    for debit, credit, amount in fetch(path, f"SELECT debit, credit, amount FROM transfer WHERE dated_on <= '{day}'"):
        net[debit] += amount
        net[credit] -= amount
    penalties = list_penalties(path, day)
    return {
        "akun": {code: {"saldo": amount} for code, amount in net.items() if amount},
        "pinjaman": {
            book.loan.number: {
                "saldo": plain(book.outstanding),
                "kelas": book.collectability.name if book.is_open else "",
            }
            for book in list_loans(path, day)
            if book.loan.terms.disbursed_on <= day
        },
        "tunggakan hari itu": {row["pinjaman"]: row for row in rows_of(arrears_list(path, day))},
        "denda": {item.loan.number: {"denda": plain(item.card.owed)} for item in penalties if item.card.owed},
        "cadangan": {"": {"kurang": plain(reserve_at(path, day).missing)}},
        "tabungan": {
            card.ksm.code if card.ksm else "": {"saldo": plain(card.balance)}
            for card in list_savings(path, day).cards
            if card.balance
        },
    }


def model_on(fund, day):
    """What the model says of any day."""
    state = fund.state(day)
    return {
        "akun": {code: {"saldo": amount} for code in fund.books.chart if (amount := fund.books.balance(code, day))},
        "pinjaman": {
            number: {"saldo": loan.balance, "kelas": loan.loan_class(day).name if loan.balance > 0 else ""}
            for number, loan in state.loans.items()
        },
        "tunggakan hari itu": _arrears(fund, day),
        "denda": {
            number: {"denda": owed}
            for number, loan in state.loans.items()
            if not loan.ended and (owed := loan.fee_owed())
        },
        "cadangan": {"": {"kurang": fund.reserve_shortage(day)}},
        "tabungan": {group: {"saldo": kept} for group, kept in state.savings.items() if kept},
    }


def differences(program, model, when):
    """Lines that say where the two differ, by report, row and column."""
    lines = []
    for name, rows in model.items():
        theirs = {key: row for key, row in program[name].items() if name != "ringkasan" or key in rows}
        columns = {key for row in rows.values() for key in row} or {
            "saldo",
            "saldo_pokok",
            "hasil",
            "isi",
            "denda",
            "mutasi",
            "saldo_akhir",
        }
        for key in sorted({*rows, *theirs}, key=str):
            one, other = theirs.get(key), rows.get(key)
            if not _says_something(one, columns) and not _says_something(other, columns):
                continue
            if one is None or other is None:
                who = "buku" if other is None else "model"
                shown = {column: value for column, value in (one or other).items() if column in columns}
                lines.append(f"{when} {name} {key}: hanya di {who}: {shown}")
                continue
            lines += [
                f"{when} {name} {key} {column}: buku {_short(one.get(column))}, model {_short(value)}"
                for column, value in other.items()
                if one.get(column) != value and not (not one.get(column) and not value)
            ]
    return lines


def _says_something(row, columns):
    return row is not None and any(row.get(column) for column in columns)


def _short(value):
    return f"{float(value):.4f}" if isinstance(value, Fraction) else value


def moves_of_program(path):
    """What every account moved on every day, as the program's journal has it."""
    net = defaultdict(int)
    for day, debit, credit, amount in fetch(path, "SELECT dated_on, debit, credit, amount FROM transfer"):
        net[day, debit] += amount
        net[day, credit] -= amount
    return {"tiap hari": {f"{day} {code}": {"mutasi": amount} for (day, code), amount in net.items() if amount}}


def moves_of_model(fund):
    """What every account moved on every day, as the model has it."""
    net = defaultdict(int)
    for posting, code, amount in fund.books.lines():
        net[posting.date, code] += amount
    return {"tiap hari": {f"{day} {code}": {"mutasi": amount} for (day, code), amount in net.items() if amount}}


def by_hledger(path, folder, day, *query):
    """Hledger's balances of every account at the end of a day, of the entries that a query lets through."""
    journal = folder / "upk.journal"
    write_journal(path, journal)
    end = str(day + timedelta(days=1))
    ran = subprocess.run(
        ["hledger", "-f", str(journal), "balance", "--flat", "-N", "-O", "csv", "-e", end, *query],
        capture_output=True, text=True, encoding="utf-8", env={**os.environ, "LC_ALL": "C.UTF-8"}, check=True,
    )  # fmt: skip
    rows = list(csv.reader(StringIO(ran.stdout)))[1:]
    return {name.partition(":")[2].split()[0]: {"saldo": int(amount.replace("Rp", ""))} for name, amount in rows}


def days_below_nil(path):
    """(day, what, balance) for every end of a day at which the program's own journal has what cannot be."""
    moves = fetch(path, "SELECT dated_on, debit, credit, amount, loan, ksm FROM transfer ORDER BY dated_on, id")
    signs = {"11010": 1, "11021": 1, "11022": 1, "21020": -1, "21030": -1, "21040": -1, "21050": -1}
    balances, bad, last = defaultdict(int), [], None

    def end_of_day():
        bad.extend((last, what, balance) for what, balance in balances.items() if balance < 0)

    for day, debit, credit, amount, loan, ksm in moves:
        if last is not None and day != last:
            end_of_day()
        last = day
        for code, change in ((debit, amount), (credit, -amount)):
            if code in signs:
                balances[code] += change * signs[code]
            if code == "11030" and loan:
                balances[loan] += change
            if code == "21020" and ksm:
                balances[f"tabungan {ksm}"] -= change
    end_of_day()
    return bad
