"""What is shown of a loan before it is paid out: proposals, check lists, decisions, member shares, what-if."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.fund.standing import FundStanding, WhatIf
from danabergulir.domain.loans.book import group_count
from danabergulir.domain.loans.eligibility import Check, Outcome, broken
from danabergulir.domain.loans.indicators import Indicator
from danabergulir.domain.loans.member_shares import LoanMembers
from danabergulir.domain.loans.proposal import Assessed, Decided, Proposal, ProposalState, decision_word
from danabergulir.domain.reached import GroupReached
from danabergulir.frozen import Struct
from danabergulir.money import NIL, format_percent, format_rupiah, total
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Section, rows_of
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, RW, count, rows_with_total, rupiah
from danabergulir.reports.shown.schedule import schedule_section, totals

_RULE: Final = Column("aturan", "Syarat", identifies=True, of=lambda check: check.name)
_RULE_KEY: Final = Column("aturan", "Syarat", identifies=True, of=lambda check: check.rule)
_CHECKS: Final = (
    Column("nilai", "Keadaan", of=lambda check: check.value),
    Column("batas", "Batas", of=lambda check: check.limit),
    Column("hasil", "Hasil", of=lambda check: check.outcome),
)


def check_section(
    checks: Sequence[Check], as_of: date, reached: GroupReached | None = None, *, keys: bool = False
) -> Section:
    """Return every rule with the value found, the limit and the outcome, and what they come to in a sentence.

    Whom the loan would reach stands below, where it is handed over. For a program each rule is named by its key in the
    policy.
    """
    columns = (_RULE_KEY if keys else _RULE, *_CHECKS)
    against, unknown = len(broken(checks)), sum(check.outcome is Outcome.UNKNOWN for check in checks)
    verdict = f"{against} syarat tidak terpenuhi." if against else "Tidak ada syarat yang menolak."
    if unknown:
        verdict += f" {unknown} syarat belum dapat diperiksa, datanya belum tercatat."
    return Section(
        columns,
        rows_of(columns, checks),
        title=f"Pemeriksaan syarat per {format_form(as_of)}",
        notes=(verdict, *([f"Sasaran: {reached_words(reached)}."] if reached else ())),
    )


def reached_words(reached: GroupReached) -> str:
    """Return whom the loan would reach, as ``sasaran`` counts it; what is not written down is said apart."""
    again = f"pinjaman ke-{reached.loans + 1}" if reached.loans else "peminjam baru"
    if not reached.size:
        return f"{again}; anggota belum dicatat"
    untold = f", belum tercatat {reached.untold}" if reached.untold else ""
    return f"{again}; miskin {reached.poor}, perempuan {reached.women} dari {reached.size} anggota{untold}"


_PROPOSAL: Final = (
    Column("nomor", "No. Pengajuan", of=lambda asked: asked.proposal.number),
    Column("ksm", "KSM", of=lambda asked: asked.proposal.ksm.name),
    Column("kode_ksm", "Kode KSM", of=lambda asked: asked.proposal.ksm.code),
    Column("tanggal", "Tanggal pengajuan", Kind.DATE, of=lambda asked: asked.proposal.proposed_on),
    rupiah("pokok", "Pokok", of=lambda asked: asked.terms.principal),
    count("tenor", "Jangka waktu (kali)", of=lambda asked: asked.terms.term),
    Column("frekuensi", "Angsuran", of=lambda asked: asked.terms.frequency),
    Column("jasa_persen", "Jasa (% sebulan)", Kind.PERCENT, of=lambda asked: asked.terms.jasa_rate.in_percent),
    Column("metode", "Cara hitung jasa", of=lambda asked: asked.terms.method),
    Column("keperluan", "Keperluan", of=lambda asked: asked.proposal.purpose),
    count("anggota_berbagian", "Anggota yang meminjam", of=lambda asked: len(asked.proposal.shares) or None),
    Column("status", "Status", of=lambda asked: asked.proposal.state),
    Column("izin_ba", "Sanksi dikesampingkan, berita acara", of=lambda asked: asked.proposal.override),
)


def proposal_facts(asked: Assessed) -> Section:
    """Return a proposal with the terms it would have, as a record of one row."""
    return Section(_PROPOSAL, rows_of(_PROPOSAL, [asked]))


_PROPOSALS: Final = (
    Column("nomor", "Nomor", identifies=True, of=lambda item: item.number),
    KSM_NAME,
    RW,
    Column("tanggal", "Tanggal", Kind.DATE, of=lambda item: item.proposed_on),
    rupiah("pokok", "Pokok", of=lambda item: item.principal),
    count("tenor", "Jangka Waktu", of=lambda item: item.term),
    Column("status", "Status", of=lambda item: item.state),
    Column(
        "tanggal_putusan",
        "Tanggal Putusan",
        Kind.DATE,
        of=lambda item: item.decision.dated_on if item.decision else None,
    ),
    Column("berita_acara", "Berita Acara", of=lambda item: item.decision.minutes if item.decision else ""),
    Column("keperluan", "Keperluan", of=lambda item: item.purpose),
    KSM_CODE,
)


def proposal_list(proposals: Sequence[Proposal]) -> Section:
    """Return one line per proposal with its state and decision."""
    waiting = [item.principal for item in proposals if item.state is ProposalState.PROPOSED]
    granted = [item.principal for item in proposals if item.state is ProposalState.GRANTED]
    note = (
        f"Menunggu putusan: {len(waiting)}, {format_rupiah(total(waiting))}. "
        f"Disetujui dan belum cair: {len(granted)}, {format_rupiah(total(granted))}."
    )
    return Section(
        _PROPOSALS,
        rows_of(_PROPOSALS, proposals),
        notes=(note,) if proposals else (),
        empty_note="Tidak ada pengajuan.",
    )


_DECISION: Final = (
    Column("nomor", "No. Pengajuan", of=lambda decided: decided.proposal.number),
    Column("ksm", "KSM", of=lambda decided: decided.proposal.ksm.name),
    Column("tanggal", "Tanggal putusan", Kind.DATE, of=lambda decided: decided.decision.dated_on),
    Column("putusan", "Putusan", of=lambda decided: decision_word(decided.decision)),
    Column("berita_acara", "Berita acara", of=lambda decided: decided.decision.minutes),
    Column(
        "dikesampingkan", "Syarat dikesampingkan", of=lambda decided: "ya" if decided.decision.override else "tidak"
    ),
    Column("catatan", "Catatan", of=lambda decided: decided.decision.note),
)


def decision_facts(decided: Decided) -> Section:
    """Return a decision as a record of one row."""
    return Section(_DECISION, rows_of(_DECISION, [decided]))


_MEMBERS: Final = (
    Column("nomor", "No.", Kind.COUNT, identifies=True, of=lambda part: part.member.number),
    Column("nama", "Nama", identifies=True, of=lambda part: part.member.name),
    rupiah("bagian", "Bagian Pinjaman", of=lambda part: part.standing.share),
    rupiah("bayar", "Bayar Sendiri", of=lambda part: part.standing.paid),
    rupiah("menanggung", "Menanggung", of=lambda part: part.standing.carried_for_others),
    rupiah("ditanggung", "Ditanggung", of=lambda part: part.standing.carried_by_others),
)


def members_section(found: LoanMembers) -> Section:
    """Return a loan member by member, and what of the receipts is not laid to anybody."""
    unshared = f"Setoran yang belum dibagi per anggota: {format_rupiah(found.unshared)}."
    notes = (
        "Menanggung = membayar bagian anggota lain. Ditanggung = bagiannya dibayar anggota lain.",
        *([unshared] if found.unshared > NIL else []),
    )
    return Section(
        _MEMBERS,
        rows_with_total(_MEMBERS, found.members, label_under="nama"),
        notes=notes if found.members else (),
        empty_note="Bagian anggota belum dicatat.",
    )


class _Change(Struct, frozen=True):
    """One thing that a loan changes, in words before and after it."""

    what: str
    before: str
    after: str


_WHAT_IF: Final = (
    Column("butir", "Butir", identifies=True, of=lambda change: change.what),
    Column("sebelum", "Sebelum", of=lambda change: change.before),
    Column("sesudah", "Sesudah", of=lambda change: change.after),
)


def what_if_section(before: FundStanding, after: FundStanding) -> Section:
    """Return money, loans and risk before and after a loan that was only worked out."""
    changes = (
        *(
            _Change(account.name, format_rupiah(had), format_rupiah(has))
            for (account, had), (_, has) in zip(before.money, after.money, strict=True)
        ),
        _Change("Saldo pinjaman", format_rupiah(before.outstanding), format_rupiah(after.outstanding)),
        _Change("KSM yang meminjam", f"{group_count(before.open_loans)} KSM", f"{group_count(after.open_loans)} KSM"),
        *(_Change(had.name, _graded(had), _graded(has)) for had, has in zip(before.risk, after.risk, strict=True)),
    )
    short = [
        f"Uang di {account.name} tidak cukup: kurang {format_rupiah(-has)}."
        for (_, had), (account, has) in zip(before.money, after.money, strict=True)
        if has < NIL and has < had
    ]
    return Section(
        _WHAT_IF,
        rows_of(_WHAT_IF, changes),
        title=f"Akibatnya bagi dana bergulir per {format_form(before.as_of)}",
        notes=(*short, "Ini hanya perkiraan. Tidak ada yang dicatat."),
    )


def what_if_page(found: WhatIf) -> Report:
    """Return the schedule of a loan that was only worked out, the fund before and after it, and its check list."""
    ksm, as_of = found.ksm, found.before.as_of
    return Report(
        name="simulasi",
        title="SIMULASI PINJAMAN",
        period=f"{as_of:%Y-%m}",
        as_of=as_of,
        section=schedule_section(found.simulation),
        more=(what_if_section(found.before, found.after), check_section(found.checks, as_of)),
        date_line=f"KSM {ksm.name} ({ksm.code}), cair {format_form(as_of)}",
    )


def what_if_totals(found: WhatIf) -> dict[str, Cell]:
    """Return what a program reads of the fund before and after, by key; percentages None where there is no loan."""
    facts: dict[str, Cell] = {"aturan_tidak_memenuhi": len(broken(found.checks))}
    for when, stand in (("sebelum", found.before), ("sesudah", found.after)):
        facts[f"uang_{when}"] = total([balance for _, balance in stand.money])
        facts[f"saldo_pinjaman_{when}"] = stand.outstanding
        facts |= {f"{item.name.lower()}_persen_{when}": item.percent for item in stand.risk}
    return totals(found.simulation) | facts


def _graded(indicator: Indicator) -> str:
    percent = indicator.percent
    return indicator.category if percent is None else f"{format_percent(percent)} % ({indicator.category})"
