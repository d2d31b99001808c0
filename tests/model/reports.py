"""The monthly reports as plain rows keyed by the columns of the program's CSV, asked of a `Fund` for a day.

Choices where the sources are silent:

* `perkembangan` lists a loan while something is owed, and in the month in which it was paid out, paid or written off;
  `everything=True` lists every loan ever;
* `tunggakan` lists a loan that is behind with principal, jasa or titipan, due today included;
* `kolektibilitas` counts a KSM in its worst class only, while balances and reserve go by loan;
* `rencana-penagihan` has a row per instalment of next month that is not yet paid in advance, arrears on the first row
  of the loan, and a row without due date for a loan that only has arrears;
* `rekap-rw` counts the KSM that owe principal; `kembali` holds what came back after a write-off, `hapus_buku` what did
  not, so that `disalurkan` is `kembali`, `hapus_buku` and the balance; `persen_kembali` is the part of the target that
  came back, at most 100 a loan; the target of a loan without a balance is all of it;
* `register-tabungan` is of the month: `kredit` holds what was carried forward, as the form says, and what was brought,
  withheld or paid with instalments; `debit` what was taken.
"""

from collections import defaultdict
from datetime import timedelta

from model.books import month_end
from model.indicators import Standing, indicators, percent
from model.loans import OWED_PARTS


def two_digits(rw):
    """An RW as it is kept: 1, 01 and 001 are one."""
    return rw.strip().lstrip("0").zfill(2) if rw.strip().isdigit() else rw.strip()


def three_digits(rt):
    """An RT as it is kept."""
    return rt.strip().lstrip("0").zfill(3) if rt.strip().isdigit() else rt.strip()


def last_month(day):
    """The last day of the month before."""
    return day.replace(day=1) - timedelta(days=1)


def of_loan(fund, loan, day):
    """The columns that name a loan and its KSM."""
    group = fund.state(day).groups.get(loan.fact.group)
    return {
        "pinjaman": loan.fact.number,
        "ksm": group.name if group else loan.fact.group,
        "kode_ksm": loan.fact.group,
        "rw": two_digits(group.rw) if group else "",
        "rt": three_digits(group.rt) if group else "",
    }


def balance_sheet(fund, day):
    """`neraca`: code -> saldo, with rows `LABA-LALU` and `LABA`."""
    return fund.books.balance_sheet(day)


def income_statement(fund, day):
    """`laba-rugi`: code -> its three columns."""
    return fund.books.income_statement(day)


def trial_balance(fund, day):
    """`neraca-saldo`: code -> its four columns, debit positive."""
    return fund.books.trial_balance(day)


def progress(fund, day, *, everything=False):
    """`perkembangan` (LPP): loan number -> row."""
    now, then = fund.state(day).loans, fund.state(last_month(day)).loans
    rows = {}
    for number, loan in now.items():
        old = then.get(number)
        before = {part: old.real(part) if old else 0 for part in OWED_PARTS}
        if old is None and loan.fact.imported:
            before = {part: loan.fact.paid.get(part, 0) for part in OWED_PARTS}
        new = {part: loan.real(part) - before[part] for part in OWED_PARTS}
        changed_now = old is None or any(new.values()) or (loan.ended is not None and old.ended is None)
        if not (everything or loan.status(day) == "berjalan" or changed_now):
            continue
        owed = loan.owed(day)
        row = of_loan(fund, loan, day) | {
            "tanggal_cair": loan.fact.date,
            "tenor": loan.fact.term,
            "pokok": loan.fact.principal,
            "saldo_pokok": loan.balance,
            "dihapus": loan.written_off,
            "status": loan.status(day),
        }
        for part in OWED_PARTS:
            row[f"target_{part}"] = loan.target(part, day)
            row[f"real_{part}_sd_lalu"] = before[part]
            row[f"real_{part}_bulan_ini"] = new[part]
            row[f"real_{part}"] = loan.real(part)
            row[f"tunggakan_{part}"] = owed[part]
        rows[number] = row
    for number, old in then.items():
        if number not in now and any(old.real(part) for part in OWED_PARTS):
            rows[number] = _taken_back(fund, old, day)
    return rows


def _taken_back(fund, old, day):
    """The row of a loan that was taken back this month with what had been paid on it: last month's total goes on."""
    facts = {"tanggal_cair": old.fact.date, "tenor": old.fact.term, "pokok": old.fact.principal, "status": "batal"}
    row = of_loan(fund, old, day) | facts | {"saldo_pokok": 0, "dihapus": 0}
    for part in OWED_PARTS:
        row |= dict.fromkeys((f"target_{part}", f"real_{part}", f"tunggakan_{part}"), 0)
        row |= {f"real_{part}_sd_lalu": old.real(part), f"real_{part}_bulan_ini": -old.real(part)}
    return row


def arrears_list(fund, day):
    """`tunggakan`: loan number -> row."""
    rows = {}
    for number, loan in fund.state(day).loans.items():
        owed = loan.owed(day)
        unsaved = owed["tabungan"] if loan.balance > 0 else 0
        if unsaved or any(owed[part] for part in OWED_PARTS):
            rows[number] = of_loan(fund, loan, day) | {
                "saldo_pokok": loan.balance,
                "tunggakan_pokok": owed["pokok"],
                "tunggakan_jasa": owed["jasa"],
                "tunggakan_titipan": owed["titipan"],
                "tunggakan": sum(owed[part] for part in OWED_PARTS),
                "tunggakan_tabungan": owed["tabungan"],
                "denda": loan.fee_owed(),
                "kali_menunggak": loan.missed(day),
                "hari_menunggak": loan.days(day),
                "menunggak_sejak": loan.late_since(day),
                "kelas": loan.loan_class(day).name,
            }
    return rows


def collectability(fund, day):
    """`kolektibilitas` (LU-02): class number -> row."""
    worst = {}
    table = fund.classes(day)
    for number, (loans, _, _) in table.items():
        for loan in loans:
            worst[loan.fact.group] = max(worst.get(loan.fact.group, number), number)
    return {
        one.number: {
            "nama": one.name,
            "jumlah_ksm": sum(1 for number in worst.values() if number == one.number),
            "jumlah_pinjaman": len(table[one.number][0]),
            "saldo_pokok": table[one.number][1],
            "persen_cadangan": one.reserve_percent,
            "cadangan": table[one.number][2],
        }
        for one in fund.policy_at(day).classes
    }


def standings(fund, day):
    """The loans as the indicators look at them."""
    return [
        Standing(loan.fact.group, loan.balance, loan.owed(day)["pokok"], loan.rated(day), loan.days(day))
        for loan in fund.state(day).loans.values()
    ]


def performance(fund, day):
    """`kinerja`: indicator -> (pembilang, penyebut, exact percent or None, kategori or None)."""
    policy, books = fund.policy_at(day), fund.books
    income, cost = books.income_and_cost(day)
    moved = books.income_accounts(day.replace(month=1, day=1), day)
    excepted = sum(moved.get(code, 0) for code in policy.excepted_accounts)
    capital = sum(-books.balance(code, day) for code in books.with_role("modal"))
    return indicators(
        standings(fund, day),
        income,
        cost,
        capital,
        day.month,
        excepted_cost=excepted,
        limit=policy.risk_limit,
        bands=policy.bands,
    )


def neighbourhoods(fund, day):
    """`rekap-rw`: rw -> row; without the rank, which is an order by `persen_kembali`."""
    rows = defaultdict(lambda: defaultdict(int))
    borrowers, live = defaultdict(set), defaultdict(set)
    for loan in fund.state(day).loans.values():
        rw = of_loan(fund, loan, day)["rw"]
        row, back = rows[rw], loan.real("pokok") + loan.recovered
        target = loan.target("pokok", day) if loan.balance > 0 else loan.real("pokok") + loan.written_off
        borrowers[rw].add(loan.fact.group)
        if loan.balance > 0:
            live[rw].add(loan.fact.group)
        row["disalurkan"] += loan.fact.principal
        row["kembali"] += back
        row["hapus_buku"] += loan.written_off - loan.recovered
        row["saldo_pokok"] += loan.balance
        row["target_pokok"] += target
        row["kembali_yang_jatuh_tempo"] += min(back, target)
        row["tunggakan"] += loan.owed(day)["pokok"]
    for rw, row in rows.items():
        row["jumlah_ksm"], row["peminjam"] = len(live[rw]), len(borrowers[rw])
        row["persen_kembali"] = percent(row["kembali_yang_jatuh_tempo"], row["target_pokok"])
    return {rw: dict(row) for rw, row in rows.items()}


def billing_plan(fund, day):
    """`rencana-penagihan` of the month after the day: loan number -> rows."""
    first, plan = month_end(day) + timedelta(days=1), {}
    last = month_end(first)
    for number, loan in fund.state(day).loans.items():
        if loan.ended:
            continue
        owed, rows = loan.owed(day), []
        savings = {row.number: share for row, share in loan.open_savings(day)}
        for row, unpaid in loan.open_rows(day):
            if first <= row.due <= last and any(unpaid[part] for part in OWED_PARTS):
                asked = {part: unpaid[part] for part in OWED_PARTS} | {"tabungan": savings[row.number]}
                rows.append({"jatuh_tempo": row.due} | asked | {"angsuran": sum(asked.values())})
        behind = sum(owed[part] for part in OWED_PARTS)
        if behind and not rows:
            rows.append({"jatuh_tempo": None} | dict.fromkeys((*OWED_PARTS, "tabungan", "angsuran"), 0))
        for place, row in enumerate(rows):
            row["tunggakan"] = 0 if place else behind
            row["jumlah"] = row["angsuran"] + (0 if place else behind + owed["tabungan"])
        if rows:
            plan[number] = rows
    return plan


def loan_register(fund, day):
    """`register-pinjaman` (LU-04): loan number -> row, every loan that was paid out by the day."""
    return {
        number: {
            "kode_ksm": loan.fact.group,
            "tanggal_cair": loan.fact.date,
            "pokok": loan.fact.principal,
            "jasa_persen": loan.fact.rate,
            "tenor": loan.fact.term,
            "frekuensi": loan.fact.frequency,
            "saldo_pokok": loan.balance,
        }
        for number, loan in fund.state(day).loans.items()
    }


def write_off_register(fund, day):
    """`register-hapus-buku`: loan number -> what was written off, what came back of it."""
    return {
        number: {
            "dihapus": loan.written_off,
            "kembali": loan.recovered,
            "masih_terutang": loan.written_off - loan.recovered,
        }
        for number, loan in fund.state(day).loans.items()
        if loan.written_off
    }


def savings_register(fund, day):
    """`register-tabungan`: code of the KSM -> debit (taken), kredit (carried forward and brought), saldo."""
    now, then = fund.state(day), fund.state(last_month(day))
    rows = {}
    for group in sorted(set(now.saved) | set(now.withdrawn)):
        taken = now.withdrawn[group] - then.withdrawn[group]
        brought = then.savings[group] + now.saved[group] - then.saved[group]
        if now.saved[group] or now.withdrawn[group]:
            rows[group] = {"debit": taken, "kredit": brought, "saldo": now.savings[group]}
    return rows


def account_book(fund, code, day):
    """`buku-kas`, `buku-bank` of the month to the day: the balance before, and the rows."""
    return fund.books.account_book(code, day.replace(day=1), day)
