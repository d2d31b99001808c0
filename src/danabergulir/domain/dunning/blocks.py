"""Sanctions that hold back new loans: for the KSM itself, for its RW, or for the whole kelurahan.

A policy may let a level hold only while the portfolio at risk of those held back stays at a limit or above it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.dunning.sanctions import SanctionFile, Standing
from danabergulir.domain.groups import KSM, same_rw
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.eligibility import Check, Outcome
from danabergulir.domain.loans.indicators import exposure_of, lending_risk
from danabergulir.domain.policy.choices import Block
from danabergulir.domain.policy.ladder import SanctionLevel
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, format_percent, format_rupiah, shortest_percent

_HELD: Final = {
    Block.KSM: "pinjaman baru untuk KSM ini",
    Block.RW: "pinjaman baru untuk semua KSM di RW {rw}",
    Block.KELURAHAN: "pinjaman baru untuk semua KSM di kelurahan",
}
_WHOSE_RISK: Final = {Block.KSM: "PAR KSM ini", Block.RW: "PAR RW {rw}", Block.KELURAHAN: "PAR kelurahan"}


class LendingBlock(Struct, frozen=True):
    """A running sanction that holds back new loans. ``holder`` is the KSM under sanction.

    ``unpaid`` is what is left of the arrears it is about, in rupiah; ``risk_percent`` the PAR of those held back.
    """

    standing: Standing
    level: SanctionLevel
    holder: KSM
    unpaid: Rupiah
    risk_percent: Fraction

    @property
    def since(self) -> date:
        """Return the day of the letter."""
        return self.standing.sanction.dated_on

    @property
    def check(self) -> Check:
        """Return it as a rule that refuses a loan: why, since when, and what lifts it."""
        sanction, rw = self.standing.sanction, self.holder.rw
        why = (
            f"{_HELD[self.level.block].format(rw=rw)} ditahan sejak {format_form(self.since)} "
            f"oleh sanksi {sanction.number} tingkat {sanction.level} atas {self.holder.name}, pinjaman {sanction.loan}"
        )
        lifts = f"sampai tunggakannya {format_rupiah(self.unpaid)} dibayar"
        limit = self.level.block_while_par_percent
        if limit:
            whose = _WHOSE_RISK[self.level.block].format(rw=rw)
            lifts += (
                f" atau {whose} di bawah {shortest_percent(limit)} % (sekarang {format_percent(self.risk_percent)} %)"
            )
        return Check("blokir", why, f"{lifts}, atau sanksinya dicabut", Outcome.BROKEN, "sanksi")


def blocks_on(
    ksm: KSM, loans: Sequence[LoanBook], files: Mapping[str, SanctionFile], policy: Policy, as_of: date
) -> tuple[LendingBlock, ...]:
    """Return the running sanctions that hold back new loans to ``ksm``, in the order of the loans.

    ``loans`` are all loans of the fund as of that day. Whom a level holds back follows the policy in force.
    """
    levels = {level.number: level for level in policy.ladder}
    held = []
    for book in loans:
        file = files.get(book.loan.number)
        running = file.running(as_of) if file else None
        level = levels.get(running.sanction.level) if running else None
        if file is None or running is None or level is None or level.block is Block.NONE:
            continue
        if not _within(ksm, book.loan.ksm, level.block):
            continue
        risk = _risk_percent([other for other in loans if _within(other.loan.ksm, book.loan.ksm, level.block)], policy)
        if risk >= level.block_while_par_percent:
            unpaid = file.unpaid(running.sanction, as_of)
            held.append(LendingBlock(running, level, book.loan.ksm, unpaid, risk))
    return tuple(held)


def _within(ksm: KSM, holder: KSM, block: Block) -> bool:
    """Return whether a sanction on ``holder`` reaches ``ksm``."""
    match block:
        case Block.KSM:
            return ksm.code == holder.code
        case Block.RW:
            return same_rw(ksm.rw, holder.rw)
        case Block.KELURAHAN:
            return True
        case Block.NONE:
            return False


def _risk_percent(loans: Sequence[LoanBook], policy: Policy) -> Fraction:
    _, risk = lending_risk([exposure_of(book) for book in loans if book.is_open], policy)
    return risk.percent or Fraction(0)
