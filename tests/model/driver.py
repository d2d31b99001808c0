"""The facts of the model turned into operations of the program, in this process and with a clock that is told.

`Driver` keeps one ledger. `record` does what a step says and returns what the program said against it, or nothing.
The opening is made once for each beginning and policy, and copied.
"""

import shutil
from datetime import UTC, datetime
from functools import cache, singledispatchmethod
from pathlib import Path
from tempfile import mkdtemp

from danabergulir.dates import Frequency, Month
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.closing import ClosingKind, Share
from danabergulir.domain.journal import Component
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.rescheduling import OverdueJasa
from danabergulir.domain.policy.choices import Method, SettlementJasa
from danabergulir.domain.policy.file import parse_policy
from danabergulir.errors import DanaBergulirError, LedgerUnusableError
from danabergulir.money import Rupiah
from danabergulir.operations import assets, cash, closing, groups, reserving, savings
from danabergulir.operations.book import start_book
from danabergulir.operations.dunning import letters, sanctions
from danabergulir.operations.imports import registers
from danabergulir.operations.imports.transactions import import_transactions
from danabergulir.operations.loans import disbursement, endings, penalties, receipts, refunds
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.policy.in_force import set_policy
from model import facts as f
from model.beginnings import OPENED_ON, POLICIES, opening, policy_of
from model.comparing import fetch

MINUTES = "07/BA"
_PROFILE = Profile("UPK Model", "BKM Model", "Sukamaju", "Cibening", "Kota Cahaya", "Jawa Barat")


def at(day):
    """Eight o'clock of a day."""
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


@cache
def _begun(kind, policy):
    folder = Path(mkdtemp(prefix="dana-model-"))
    path, now = folder / "upk.db", at(OPENED_ON)
    start_book(path, _PROFILE, OPENED_ON, now, policy=parse_policy(POLICIES[policy]))
    facts = opening(kind)
    balances = facts[0].balances.items()
    loans = [fact for fact in facts if isinstance(fact, f.Loan)]
    texts = {
        registers.import_opening_balances: ["kode;debit;kredit"]
        + [f"{code};{max(amount, 0)};{max(-amount, 0)}" for code, amount in balances],
        registers.import_ksm: ["kode;nama;rw;rt;jumlah_anggota;jumlah_perempuan"]
        + [f"{g.code};{g.name};{g.rw};{g.rt};20;20" for g in facts if isinstance(g, f.Group)],
        registers.import_loans: [
            "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen;titipan_persen;metode;pokok_terbayar;jasa_terbayar;titipan_terbayar"
        ]
        + [
            f"{x.number};{x.group};{x.date};{x.principal};{x.term};{_percent(x.rate)};{_percent(x.deposit_rate)};"
            f"{x.method};{x.paid.get('pokok', 0)};{x.paid.get('jasa', 0)};{x.paid.get('titipan', 0)}"
            for x in loans
        ],
    }
    for read, lines in texts.items():
        if len(lines) > 1:
            (folder / "berkas.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
            read(path, folder / "berkas.csv", now)
    for fact in facts:
        if isinstance(fact, f.OpeningSaving):
            savings.assign(path, fact.group, Rupiah(fact.amount), OPENED_ON, now)
    return path


def _percent(rate):
    return f"{float(rate):g}"


class Driver:
    """One ledger in a folder, and the vouchers of every fact that is in it."""

    def __init__(self, folder, kind, policy):
        """Begin with a copy of the opening."""
        self.folder = Path(folder)
        self.path = Path(shutil.copyfile(_begun(kind, policy), self.folder / "upk.db"))
        self.vouchers, self.facts, self.files = {}, {fact.id: fact for fact in opening(kind)}, 0

    def record(self, step):
        """Do what a step says. What the program says against it, or nothing."""
        try:
            if len(step.facts) > 1:
                self._import(step)
            else:
                (fact,) = step.facts
                made = self._do(fact, at(step.today))
                self.vouchers[fact.id] = [one.number for one in made if one is not None]
        except LedgerUnusableError:
            raise
        except DanaBergulirError as error:
            found = "; ".join(finding.message for finding in getattr(error, "findings", ()))
            return f"{error.message} {found}"
        self.facts |= {fact.id: fact for fact in step.facts}
        return ""

    @singledispatchmethod
    def _do(self, fact, now):
        raise NotImplementedError(fact)

    @_do.register
    def _(self, fact: f.Loan, now):
        wish = Wish(
            Rupiah(fact.principal),
            fact.term,
            fact.rate,
            fact.deposit_rate,
            Method(fact.method),
            Frequency(fact.frequency),
            fact.grace,
            first_due_on=fact.first_due,
        )
        lent = disbursement.disburse(
            self.path, fact.group, wish, fact.date, now, from_account=fact.source, permit=MINUTES
        )
        assert lent.loan.number == fact.number
        return [lent.voucher, lent.saved]

    @_do.register
    def _(self, fact: f.Receipt, now):
        typed = {Component(part): Rupiah(amount) for part, amount in (fact.parts or {}).items()}
        got = receipts.receive(
            self.path, fact.loan, Rupiah(fact.amount), fact.date, now, typed=typed or None, into=fact.into
        )
        return [got.voucher]

    @_do.register
    def _(self, fact: f.Refund, now):
        out_of = fact.out_of if fact.named else None
        back = refunds.pay_back(self.path, fact.loan, Rupiah(fact.amount), "kelebihan", fact.date, now, out_of=out_of)
        return [back.voucher]

    @_do.register
    def _(self, fact: f.Asset, now):
        thing = FixedAsset("", "Barang", fact.bought, Rupiah(fact.cost), fact.life, fact.quantity)
        before = Rupiah(fact.before) if fact.bought <= OPENED_ON else None
        made = assets.add_asset(self.path, thing, fact.date, now, depreciated_before=before)
        assert made.asset.number == fact.number
        return []

    @_do.register
    def _(self, fact: f.AssetGone, now):
        assets.retire_asset(self.path, fact.number, fact.date, now)
        return []

    @_do.register
    def _(self, fact: f.Letters, now):
        self.files += 1
        issued = letters.issue(self.path, fact.date, now, folder=self.folder / f"surat-{self.files}")
        sent = [one.sanction for one in issued.letters]
        found = sorted((one.loan, one.level, one.answer_by) for one in sent)
        assert found == sorted(letter[:3] for letter in fact.letters), (found, fact)
        return []

    @_do.register
    def _(self, fact: f.LetterWithdrawn, now):
        rows = fetch(
            self.path,
            f"SELECT number FROM sanction WHERE loan = '{fact.loan}' AND level = {fact.level} ORDER BY number DESC",
        )
        sanctions.withdraw(self.path, rows[0][0], "rapat", fact.date, now)
        return []

    @_do.register
    def _(self, fact: f.Reopening, now):
        victim = self.facts[fact.victim]
        month = isinstance(victim, f.MonthClose)
        kind, period = (ClosingKind.MONTH, victim.month) if month else (ClosingKind.YEAR, str(victim.year))
        closing.reopen(self.path, kind, period, "salah", now, insist=lambda *_: None)
        return []

    @_do.register
    def _(self, fact: f.Entry, now):
        return [cash.enter(self.path, fact.debit, fact.credit, Rupiah(fact.amount), "Catatan", fact.date, now).voucher]

    @_do.register
    def _(self, fact: f.ReserveAdjustment, now):
        adjusted = reserving.adjust_reserve(self.path, fact.date, now)
        assert adjusted.found.missing.value == fact.amount, (adjusted.found, fact)
        return [adjusted.voucher]

    @_do.register
    def _(self, fact: f.SavingsDeposit, now):
        return [savings.save(self.path, fact.group, Rupiah(fact.amount), fact.date, now, into=fact.into).voucher]

    @_do.register
    def _(self, fact: f.SavingsWithdrawal, now):
        return [savings.withdraw(self.path, fact.group, Rupiah(fact.amount), fact.date, now).voucher]

    @_do.register
    def _(self, fact: f.SavingsUse, now):
        group = next(one for one in self.facts.values() if getattr(one, "number", None) == fact.loan).group
        used = savings.use_for_arrears(
            self.path, group, Rupiah(fact.amount), MINUTES, fact.date, now, move_money=fact.moved
        )
        return [used.voucher, used.moved]

    @_do.register
    def _(self, fact: f.FeeWaiver, now):
        penalties.waive_penalty(
            self.path, fact.loan, Rupiah(fact.amount), fact.date, now, reason="sakit", decision=MINUTES
        )
        return []

    @_do.register
    def _(self, fact: f.Settlement, now):
        jasa = SettlementJasa(fact.jasa) if fact.jasa else None
        return [
            endings.settle(self.path, fact.loan, fact.date, now, into=fact.into, jasa=jasa, decision=MINUTES).voucher
        ]

    @_do.register
    def _(self, fact: f.Reschedule, now):
        endings.reschedule(
            self.path,
            fact.loan,
            fact.term,
            fact.date,
            now,
            decision=MINUTES,
            jasa_percent=fact.rate,
            overdue_jasa=OverdueJasa(fact.jasa_arrears),
            grace=fact.grace,
            first_due_on=fact.first_due,
        )
        return []

    @_do.register
    def _(self, fact: f.WriteOff, now):
        return [endings.write_off(self.path, fact.loan, fact.date, now, decision=MINUTES).voucher]

    @_do.register
    def _(self, fact: f.Reversal, now):
        made = [
            receipts.reverse_voucher(self.path, number, "salah", fact.date, now)
            for number in self.vouchers[fact.victim]
        ]
        return [getattr(one, "voucher", one) for one in made]

    @_do.register
    def _(self, fact: f.PolicyVersion, now):
        name = next(name for name in POLICIES if policy_of(name) == fact.policy)
        set_policy(self.path, parse_policy(POLICIES[name]), fact.date, now)
        return []

    @_do.register
    def _(self, fact: f.Group, now):
        groups.change_ksm(self.path, fact.code, fact.date, now, {"rw": fact.rw, "rt": fact.rt})
        return []

    @_do.register
    def _(self, fact: f.MonthClose, now):
        closing.close_month(self.path, Month.parse(fact.month), now)
        return []

    @_do.register
    def _(self, fact: f.YearClose, now):
        shares = [Share(name, percent, account) for name, percent, account in fact.split]
        closing.close_year(self.path, fact.year, shares, now, dated_on=fact.date, insist=True)
        return []

    def _import(self, step):
        self.files += 1
        file = self.folder / f"transaksi-{self.files}.csv"
        lines = ["tanggal;jenis;jumlah;pinjaman;akun;lawan;pokok;jasa;titipan;keterangan"]
        for fact in step.facts:
            if isinstance(fact, f.Receipt):
                parts = ";".join(str((fact.parts or {}).get(part, "")) for part in ("pokok", "jasa", "titipan"))
                lines.append(f"{fact.date};terima;{fact.amount};{fact.loan};;{fact.into or ''};{parts};{fact.id}")
            else:
                lines.append(f"{fact.date};pindah;{fact.amount};;{fact.debit};{fact.credit};;;;{fact.id}")
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        import_transactions(self.path, file, at(step.today))
        self.vouchers |= self._numbers_by_memo({fact.id for fact in step.facts})

    def _numbers_by_memo(self, names):
        rows = fetch(self.path, "SELECT memo, number FROM voucher")
        return {memo: [number] for memo, number in rows if memo in names}
