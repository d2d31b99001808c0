"""What is shown of a loan before it is paid out: proposals, check lists, decisions, member shares, what-if."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.fund.standing import FundStanding
from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.loans.book import group_count
from danabergulir.domain.loans.eligibility import Check, Outcome, broken
from danabergulir.domain.loans.indicators import Indicator
from danabergulir.domain.loans.member_shares import MemberStanding
from danabergulir.domain.loans.proposal import Decision, Proposal, ProposalState, decision_word
from danabergulir.domain.loans.terms import LoanTerms
from danabergulir.money import NIL, Rupiah, format_percent, format_rupiah, total
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Row, Section, rows
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, RW, count, rows_with_total, rupiah

_CHECKS: Final = (
    Column("aturan", "Aturan", identifies=True),
    Column("nilai", "Keadaan"),
    Column("batas", "Batas"),
    Column("hasil", "Hasil"),
)


def check_section(checks: Sequence[Check], as_of: date) -> Section:
    """Return every rule with the value found, the limit and the outcome, and what they come to in a sentence."""
    against, unknown = len(broken(checks)), sum(check.outcome is Outcome.UNKNOWN for check in checks)
    verdict = f"{against} aturan tidak memenuhi." if against else "Tidak ada aturan yang menolak."
    if unknown:
        verdict += f" {unknown} aturan belum dapat diperiksa, datanya belum tercatat."
    return Section(
        _CHECKS,
        rows((check.rule, check.value, check.limit, check.outcome) for check in checks),
        title=f"Pemeriksaan syarat per {format_form(as_of)}",
        notes=(verdict,),
    )


_PROPOSAL: Final = (
    Column("nomor", "No. Pengajuan"),
    Column("ksm", "KSM"),
    Column("kode_ksm", "Kode KSM"),
    Column("tanggal", "Tanggal pengajuan", Kind.DATE),
    rupiah("pokok", "Pokok"),
    count("tenor", "Jangka waktu (kali)"),
    Column("frekuensi", "Angsuran"),
    Column("jasa_persen", "Jasa (% sebulan)", Kind.PERCENT),
    Column("metode", "Cara hitung jasa"),
    Column("keperluan", "Keperluan"),
    count("anggota_berbagian", "Anggota yang meminjam"),
    Column("status", "Status"),
    Column("izin_ba", "Sanksi dikesampingkan, berita acara"),
)


def proposal_facts(proposal: Proposal, terms: LoanTerms) -> Section:
    """Return a proposal with the terms it would have, as a record of one row."""
    facts: tuple[Cell, ...] = (
        proposal.number,
        proposal.ksm.name,
        proposal.ksm.code,
        proposal.proposed_on,
        terms.principal,
        terms.term,
        terms.frequency,
        terms.jasa_rate.per_month * 100,
        terms.method,
        proposal.purpose,
        len(proposal.shares) or None,
        proposal.state,
        proposal.override,
    )
    return Section(_PROPOSAL, (Row(facts),))


_PROPOSALS: Final = (
    Column("nomor", "Nomor", identifies=True),
    KSM_NAME,
    RW,
    Column("tanggal", "Tanggal", Kind.DATE),
    rupiah("pokok", "Pokok"),
    count("tenor", "Tenor"),
    Column("status", "Status"),
    Column("tanggal_putusan", "Tanggal Putusan", Kind.DATE),
    Column("berita_acara", "Berita Acara"),
    Column("keperluan", "Keperluan"),
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
        rows(
            (
                item.number,
                item.ksm.name,
                item.ksm.rw,
                item.proposed_on,
                item.principal,
                item.term,
                item.state,
                item.decision.dated_on if item.decision else None,
                item.decision.minutes if item.decision else "",
                item.purpose,
                item.ksm.code,
            )
            for item in proposals
        ),
        notes=(note,) if proposals else (),
        empty_note="Tidak ada pengajuan.",
    )


_DECISION: Final = (
    Column("nomor", "No. Pengajuan"),
    Column("ksm", "KSM"),
    Column("tanggal", "Tanggal putusan", Kind.DATE),
    Column("putusan", "Putusan"),
    Column("berita_acara", "Berita acara"),
    Column("dikesampingkan", "Aturan dikesampingkan"),
    Column("catatan", "Catatan"),
)


def decision_facts(proposal: Proposal, decision: Decision) -> Section:
    """Return a decision as a record of one row."""
    facts: tuple[Cell, ...] = (
        proposal.number,
        proposal.ksm.name,
        decision.dated_on,
        decision_word(decision),
        decision.minutes,
        "ya" if decision.override else "tidak",
        decision.note,
    )
    return Section(_DECISION, (Row(facts),))


_MEMBERS: Final = (
    Column("nomor", "No.", Kind.COUNT, identifies=True),
    Column("nama", "Nama", identifies=True),
    rupiah("bagian", "Bagian Pinjaman"),
    rupiah("bayar", "Bayar Sendiri"),
    rupiah("menanggung", "Menanggung"),
    rupiah("ditanggung", "Ditanggung"),
)


def members_section(members: Sequence[tuple[Member, MemberStanding]], unshared: Rupiah) -> Section:
    """Return a loan member by member; ``unshared`` is what of the receipts is not laid to anybody, in rupiah."""
    lines = [
        (
            member.number,
            member.name,
            stand.share,
            stand.paid,
            stand.carried_for_others,
            stand.carried_by_others,
        )
        for member, stand in members
    ]
    notes = (
        "Menanggung = membayar bagian anggota lain. Ditanggung = bagiannya dibayar anggota lain.",
        *([f"Setoran yang belum dibagi per anggota: {format_rupiah(unshared)}."] if unshared > NIL else []),
    )
    return Section(
        _MEMBERS,
        rows_with_total(_MEMBERS, lines, label_under="nama"),
        notes=notes if lines else (),
        empty_note="Bagian anggota belum dicatat.",
    )


_WHAT_IF: Final = (
    Column("butir", "Butir", identifies=True),
    Column("sebelum", "Sebelum"),
    Column("sesudah", "Sesudah"),
)


def what_if_section(before: FundStanding, after: FundStanding) -> Section:
    """Return money, loans and risk before and after a loan that was only worked out."""
    lines = [
        *(
            (account.name, format_rupiah(had), format_rupiah(has))
            for (account, had), (_, has) in zip(before.money, after.money, strict=True)
        ),
        ("Saldo pinjaman", format_rupiah(before.outstanding), format_rupiah(after.outstanding)),
        ("KSM yang meminjam", f"{group_count(before.open_loans)} KSM", f"{group_count(after.open_loans)} KSM"),
        *((had.name, _graded(had), _graded(has)) for had, has in zip(before.risk, after.risk, strict=True)),
    ]
    short = [
        f"Uang di {account.name} tidak cukup: kurang {format_rupiah(-has)}."
        for (_, had), (account, has) in zip(before.money, after.money, strict=True)
        if has < NIL and has < had
    ]
    return Section(
        _WHAT_IF,
        rows(lines),
        title=f"Akibatnya bagi dana bergulir per {format_form(before.as_of)}",
        notes=(*short, "Ini hanya perkiraan. Tidak ada yang dicatat."),
    )


def what_if_page(
    ksm: KSM, schedule: Section, checks: Sequence[Check], before: FundStanding, after: FundStanding
) -> Report:
    """Return the schedule of a loan that was only worked out, the fund before and after it, and its check list."""
    return Report(
        name="simulasi",
        title="SIMULASI PINJAMAN",
        period=f"{before.as_of:%Y-%m}",
        as_of=before.as_of,
        section=schedule,
        more=(what_if_section(before, after), check_section(checks, before.as_of)),
        date_line=f"KSM {ksm.name} ({ksm.code}), cair {format_form(before.as_of)}",
    )


def what_if_totals(checks: Sequence[Check], before: FundStanding, after: FundStanding) -> dict[str, Cell]:
    """Return what a program reads of the fund before and after, by key; percentages None where there is no loan."""
    facts: dict[str, Cell] = {"aturan_tidak_memenuhi": len(broken(checks))}
    for when, stand in (("sebelum", before), ("sesudah", after)):
        facts[f"uang_{when}"] = total([balance for _, balance in stand.money])
        facts[f"saldo_pinjaman_{when}"] = stand.outstanding
        facts |= {f"{item.name.lower()}_persen_{when}": item.percent for item in stand.risk}
    return facts


def _graded(indicator: Indicator) -> str:
    percent = indicator.percent
    return indicator.category if percent is None else f"{format_percent(percent)} % ({indicator.category})"
