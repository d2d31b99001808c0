"""`ringkasan`: the figures of the month on one page, item -> the amounts in it, in the order in which they stand.

Choices where the sources are silent: KSM are counted, never loans; who is behind is who stands in the list of arrears,
the heaviest by amount first; what falls due next month is the billing plan's.
"""

from model import facts as f
from model import reports
from model.books import month_end
from model.loans import OWED_PARTS


def summary(fund, day):
    """Item -> amounts."""
    books, loans = fund.books, fund.state(day).loans
    first = day.replace(day=1)
    before = fund.state(reports.last_month(day)).loans
    moved = books.income_accounts(first, day)
    income = sum(amount for code, amount in moved.items() if books.chart[code].group == "pendapatan")
    year_income, year_cost = books.income_and_cost(day)
    lent = [one.fact for one in loans.values() if not one.fact.imported and first <= one.fact.date]
    # A loan that was taken back since gave back what it had brought before, so that it counts with nothing paid.
    back = {
        part: sum(one.real(part) for one in loans.values()) - sum(one.real(part) for one in before.values())
        for part in OWED_PARTS
    }
    arrears = reports.arrears_list(fund, day)
    plan = [row for rows in reports.billing_plan(fund, day).values() for row in rows]
    needed = sum(entry[2] for entry in fund.classes(day).values())
    booked = -books.balance(books.with_role("cadangan")[0], day)
    items = {
        "Kas": (sum(books.balance(code, day) for code in books.with_role("kas")),),
        "Bank": (sum(books.balance(code, day) for code in books.with_role("bank")),),
        "Bank tabungan": (sum(books.balance(code, day) for code in books.with_role("bank_tabungan")),),
        "Pendapatan bulan ini": (income,),
        "Biaya bulan ini": (sum(moved.values()) - income,),
        "Hasil sejak Januari": (abs(year_income - year_cost),),
        "Saldo pinjaman": (sum(one.balance for one in loans.values()),),
        "KSM yang masih meminjam": (len({one.fact.group for one in loans.values() if one.balance > 0}),),
        "Disalurkan bulan ini": (len({one.group for one in lent}), sum(one.principal for one in lent)),
        "KSM yang menunggak": (len({row["kode_ksm"] for row in arrears.values() if row["tunggakan"]}),),
        "Tunggakan pokok": (sum(row["tunggakan_pokok"] for row in arrears.values()),),
        "Tunggakan jasa": (sum(row["tunggakan_jasa"] for row in arrears.values()),),
        "Angsuran jatuh tempo": (sum(row["angsuran"] for row in plan),),
        "Tunggakan yang masih ditagih": (sum(row["tunggakan"] for row in plan),),
        "Cadangan risiko yang diperlukan": (needed,),
        "Cadangan risiko yang sudah dibukukan": (booked,),
        "Selisih cadangan risiko": (abs(needed - booked),),
    }
    if not any(isinstance(one, f.Loan) and one.imported and month_end(one.imported) == day for one in fund.facts):
        items |= {"Pokok kembali bulan ini": (back["pokok"],), "Jasa diterima bulan ini": (back["jasa"],)}
    return items
