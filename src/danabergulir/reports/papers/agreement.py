"""The papers that bind a KSM: the loan agreement with its schedule, and the statement of joint liability."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from danabergulir.dates import format_long
from danabergulir.domain.loans.schedule import Instalment
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.policy.choices import (
    Block,
    PenaltyBase,
    PenaltyComponent,
    PenaltyWay,
    RunningMonth,
    SettlementJasa,
    Shift,
)
from danabergulir.domain.policy.ladder import SanctionLevel
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.domain.policy.lending import SavingsRules
from danabergulir.domain.policy.rules import Policy, SettlementRules
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_rupiah, shortest_percent, terbilang, total
from danabergulir.reports.model.moved_days import moved_words
from danabergulir.reports.model.paper import (
    Paper,
    Words,
    board_named,
    file_stem,
    ksm_named,
    letterhead,
    officer,
    upk_named,
)
from danabergulir.reports.papers.borrowers import (
    Borrowers,
    blank_lines,
    chair,
    coordinator,
    jasa_words,
    manager,
    place_of,
    term_words,
)
from danabergulir.reports.papers.cards import schedule_table


class Bound(Struct, frozen=True):
    """A loan on the day it was paid out: who is bound by it, the schedule agreed, and the rules in force then.

    ``decided_on`` is the day of the decision where there was a proposal, ``footer`` ties the papers to the voucher.
    """

    borrowers: Borrowers
    loan: Loan
    schedule: Sequence[Instalment]
    policy: Policy
    purpose: str = ""
    decided_on: date | None = None
    footer: str = ""


def agreement_paper(bound: Bound) -> Paper:
    """Return *surat perjanjian pinjaman*; the clauses themselves stand in the template.

    It is the only paper that holds a whole NIK, of each member whose NIK is on record: it says who is bound.
    """
    loan, terms, ksm, profile = bound.loan, bound.loan.terms, bound.borrowers.ksm, bound.borrowers.profile
    titipan = total([line.titipan for line in bound.schedule])
    return Paper(
        form="perjanjian",
        file_name=file_stem("perjanjian", loan.number),
        title="Surat Perjanjian Pinjaman",
        letterhead=letterhead(profile),
        as_of=terms.disbursed_on,
        words={
            **_parties(bound),
            "minutes": _minutes(loan.decision),
            "decided_on": format_long(bound.decided_on) if bound.decided_on else "",
            "purpose": bound.purpose,
            "term": term_words(terms),
            "first_due": _due(bound.schedule[0]),
            "last_due": _due(bound.schedule[-1]),
            "days_off": _days_off(bound.policy),
            "instalments": _instalments(bound.schedule),
            "jasa": jasa_words(terms),
            "jasa_total": format_rupiah(total([line.jasa for line in bound.schedule])),
            "titipan_total": format_rupiah(titipan) if titipan else "",
            "whole": format_rupiah(total([line.amount for line in bound.schedule])),
            "penalty": " ".join(_penalty(bound.policy.penalty)),
            "settlement": _settlement(bound.policy.settlement),
            "savings": " ".join(_savings(bound.policy.savings, terms.principal)),
            "ladder": [" ".join(_level(level)) for level in bound.policy.ladder],
            "members": _members(bound, with_nik=True),
            "members_total": _members_total(bound.borrowers),
            "schedule": schedule_table(bound.schedule),
            "coordinator": coordinator(profile),
            "manager": manager(profile),
            "chair": chair(ksm),
        },
        footer=bound.footer,
    )


def liability_paper(bound: Bound) -> Paper:
    """Return *surat pernyataan tanggung renteng*, which every member signs."""
    loan, ksm, profile = bound.loan, bound.borrowers.ksm, bound.borrowers.profile
    return Paper(
        form="tanggung-renteng",
        file_name=file_stem("tanggung-renteng", loan.number),
        title="Surat Pernyataan Tanggung Renteng",
        letterhead=letterhead(profile),
        as_of=loan.terms.disbursed_on,
        words={
            **_parties(bound),
            "whole": format_rupiah(total([line.amount for line in bound.schedule])),
            "last_due": _due(bound.schedule[-1]),
            "members": _members(bound, with_nik=False),
            "members_total": _members_total(bound.borrowers),
            "signers": [chair(ksm), manager(profile)],
        },
        footer=bound.footer,
    )


def _parties(bound: Bound) -> dict[str, Words]:
    loan, ksm, profile = bound.loan, bound.borrowers.ksm, bound.borrowers.profile
    on = format_long(loan.terms.disbursed_on)
    return {
        "number": loan.number,
        "on": on,
        "day": f"{profile.kelurahan}, {on}",
        "upk": upk_named(profile),
        "board": board_named(profile),
        "upk_place": ", ".join(filter(None, [profile.address, *letterhead(profile).place[:2]])),
        "officer": officer(profile, "Manajer"),
        "ksm": ksm_named(ksm),
        "ksm_code": ksm.code,
        "ksm_place": place_of(ksm, profile),
        "ksm_chair": ksm.chair,
        "amount": format_rupiah(loan.terms.principal),
        "amount_words": terbilang(loan.terms.principal),
    }


def _members(bound: Bound, *, with_nik: bool) -> list[Words]:
    """Return a line per member: number, name, NIK where it is asked for, part of the loan; empty lines where none."""
    lines: list[Words] = []
    for number, part in enumerate(bound.borrowers.parts, start=1):
        share = format_rupiah(part.share) if part.share else ""
        lines.append([str(number), part.member.name, *([part.member.nik] if with_nik else []), share])
    empty = [""] * (3 if with_nik else 2)
    return lines + [[str(number), *empty] for number in blank_lines(bound.borrowers)]


def _members_total(borrowers: Borrowers) -> str:
    return format_rupiah(borrowers.shared) if borrowers.shared else ""


def _minutes(number: str) -> str:
    """Return the minutes that granted a loan; a number that says itself what it is stays as it was written down."""
    if not number or number.casefold().startswith("berita acara"):
        return number[:1].lower() + number[1:]
    return f"berita acara nomor {number}"


def _due(line: Instalment) -> str:
    return format_long(line.due_on) + moved_words(line)


def _days_off(policy: Policy) -> str:
    if policy.calendar.shift is Shift.NONE:
        return ""
    return "Jatuh tempo pada hari libur UPK pindah ke hari kerja berikutnya."


def _instalments(schedule: Sequence[Instalment]) -> str:
    """Return what is paid each time, in a sentence where all instalments but the last are alike."""
    amounts = [line.amount for line in schedule]
    if len(set(amounts)) == 1:
        return f"{format_rupiah(amounts[0])} setiap kali"
    if len(set(amounts[:-1])) == 1:
        return f"{format_rupiah(amounts[0])} setiap kali, yang terakhir {format_rupiah(amounts[-1])}"
    return f"antara {format_rupiah(min(amounts))} dan {format_rupiah(max(amounts))} setiap kali"


_BASES: Final = {
    PenaltyBase.OVERDUE_PRINCIPAL: "pokok yang menunggak",
    PenaltyBase.OVERDUE: "pokok dan jasa yang menunggak",
    PenaltyBase.LOAN: "besar pinjaman",
    PenaltyBase.BALANCE: "saldo pokok",
}
_LATE: Final = {
    PenaltyComponent.PRINCIPAL: "Pokok angsuran",
    PenaltyComponent.JASA: "Jasa angsuran",
    PenaltyComponent.BOTH: "Angsuran",
}
_RUNNING: Final = {
    RunningMonth.LOAN: "sampai akhir bulan pinjaman yang sedang berjalan",
    RunningMonth.CALENDAR: "sampai akhir bulan pelunasan",
}


_HELD: Final = {
    Block.KSM: "KSM tidak dapat meminjam lagi",
    Block.RW: "semua KSM di RW ini tidak dapat meminjam lagi",
    Block.KELURAHAN: "semua KSM di kelurahan ini tidak dapat meminjam lagi",
}


def _level(level: SanctionLevel) -> Iterator[str]:
    """Yield a level of the ladder in sentences that are read aloud to a KSM before it signs."""
    days = f" dan sudah terlambat {level.days_from} hari atau lebih" if level.days_from else ""
    yield f"{level.number}. {level.name}."
    yield f"Langkah ini diambil bila KSM menunggak {level.missed_from} kali atau lebih{days}."
    if level.past_maturity_days:
        yield f"Juga bila jatuh tempo terakhir sudah lewat {level.past_maturity_days} hari dan masih ada tunggakan."
    yield f"KSM diberi waktu {level.answer_days} hari untuk menanggapi."
    if level.block is not Block.NONE:
        yield f"Sejak itu {_HELD[level.block]} sampai tunggakan dibayar."
    if level.block is not Block.NONE and level.block_while_par_percent:
        share = shortest_percent(level.block_while_par_percent)
        yield f"Larangan ini hanya berlaku selama {share} % atau lebih dari saldo pinjaman di situ berisiko."


def _settlement(rules: SettlementRules) -> str:
    match rules.jasa:
        case SettlementJasa.RUNNING_MONTH:
            return f"saldo pokok, serta jasa {_RUNNING[rules.month]}"
        case SettlementJasa.ALL:
            return "saldo pokok, serta seluruh jasa sampai akhir jangka waktu"
        case SettlementJasa.NONE:
            return "saldo pokok, serta jasa yang sudah jatuh tempo"


def _penalty(rules: PenaltyRules) -> Iterator[str]:
    if rules.way is PenaltyWay.NONE or not (rules.amount or rules.percent):
        yield "Angsuran yang terlambat tidak dikenai denda."
        return
    fixed = [format_rupiah(rules.amount)] if rules.amount else []
    part = [f"{shortest_percent(rules.percent)} % dari {_base(rules)}"] if rules.percent else []
    how_often = "untuk tiap hari terlambat" if rules.way is PenaltyWay.PER_DAY else "satu kali untuk tiap angsuran"
    yield f"{_LATE[rules.component]} yang terlambat dikenai denda {' ditambah '.join(fixed + part)}, {how_often}."
    if rules.tolerance_days:
        counted = "" if rules.tolerance_charged else ", dan hari-hari itu tidak pernah ikut dihitung"
        yield f"Terlambat sampai {rules.tolerance_days} hari belum dikenai denda{counted}."
    if rules.ceiling > NIL:
        yield f"Denda paling banyak {format_rupiah(rules.ceiling)} untuk tiap angsuran."


def _base(rules: PenaltyRules) -> str:
    """Return what a percentage of denda is taken of; of what is overdue only the part that is charged."""
    if rules.base in (PenaltyBase.OVERDUE_PRINCIPAL, PenaltyBase.OVERDUE):
        if rules.component is PenaltyComponent.JASA:
            return "jasa yang menunggak"
        if rules.component is PenaltyComponent.PRINCIPAL:
            return _BASES[PenaltyBase.OVERDUE_PRINCIPAL]
    return _BASES[rules.base]


def _savings(rules: SavingsRules, principal: Rupiah) -> Iterator[str]:
    if rules.percent_of_loan:
        share = shortest_percent(rules.percent_of_loan)
        kept = format_rupiah(rules.with_loan(principal))
        yield f"Saat pencairan KSM menabung {share} % dari pinjaman, yaitu {kept}."
    if rules.percent_of_receipt:
        yield f"Bersama tiap angsuran KSM menabung {shortest_percent(rules.percent_of_receipt)} % dari angsuran pokok."
    if rules.locked:
        yield "Tabungan KSM tidak dapat diambil sebelum pinjaman lunas, kecuali untuk membayar tunggakan."
