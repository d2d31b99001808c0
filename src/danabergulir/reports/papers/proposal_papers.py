"""The sheets of a proposal on paper: what a KSM asks for, held against the rules, and what the board decided."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from danabergulir.dates import format_form, format_long
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.eligibility import Check
from danabergulir.domain.loans.proposal import Decision, Proposal, decision_word
from danabergulir.domain.loans.terms import LoanTerms
from danabergulir.domain.reached import GroupReached
from danabergulir.money import format_rupiah, terbilang
from danabergulir.reports.model.paper import Paper, file_stem, ksm_named, letterhead
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import rows_with_total, rupiah
from danabergulir.reports.papers.borrowers import (
    Borrowers,
    chair,
    coordinator,
    jasa_words,
    manager,
    people_words,
    place_of,
    term_words,
)
from danabergulir.reports.shown.proposals import check_section, reached_words

_MEMBERS: Final = (
    Column("nomor", "No.", Kind.COUNT, identifies=True, of=lambda part: part.member.number),
    Column("nama", "Nama Anggota", identifies=True, of=lambda part: part.member.name),
    Column("jenis_kelamin", "L/P", of=lambda part: part.member.gender),
    Column("usaha", "Usaha", of=lambda part: part.member.business),
    rupiah("bagian", "Bagian Pinjaman", of=lambda part: part.share),
)
_CHECKS: Final = (
    Column("nilai", "Keadaan", identifies=True, of=lambda check: check.value),
    Column("batas", "Syarat", of=lambda check: check.limit),
    Column("hasil", "Hasil", of=lambda check: check.outcome),
)


def proposal_sheet(
    borrowers: Borrowers, proposal: Proposal, terms: LoanTerms, checks: Sequence[Check], reached: GroupReached
) -> Paper:
    """Return *lembar usulan*: who asks for what, whom it reaches, the members' parts, the check list of that day."""
    profile, ksm = borrowers.profile, borrowers.ksm
    return Paper(
        form="usulan",
        file_name=file_stem("usulan", proposal.number),
        title="Lembar Pengajuan Pinjaman",
        letterhead=letterhead(profile),
        as_of=proposal.proposed_on,
        words={
            "number": proposal.number,
            "group": [
                ["Nama KSM", ksm_named(ksm)],
                ["Kode KSM", ksm.code],
                ["Ketua", ksm.chair],
                ["Anggota", people_words(borrowers)],
                ["Sasaran", reached_words(reached)],
                ["Alamat", place_of(ksm, profile)],
                ["Tanggal pengajuan", format_long(proposal.proposed_on)],
            ],
            "asked": [
                ["Besar pinjaman", format_rupiah(terms.principal)],
                ["Terbilang", terbilang(terms.principal)],
                ["Jangka waktu", term_words(terms)],
                ["Jasa", jasa_words(terms)],
                ["Keperluan", proposal.purpose],
                *([["Sanksi dikesampingkan", f"berita acara {proposal.override}"]] if proposal.override else []),
            ],
            "members": _members(borrowers),
            "checks": _rules(checks, proposal.proposed_on),
            "day": f"{profile.kelurahan}, {format_long(proposal.proposed_on)}",
            "signers": [chair(ksm), manager(profile)],
        },
        footer=f"Pengajuan {proposal.number}",
    )


def decision_sheet(
    profile: Profile, proposal: Proposal, decision: Decision, terms: LoanTerms, checks: Sequence[Check]
) -> Paper:
    """Return *lembar putusan*: what the board decided, by which minutes, and which rules it set aside."""
    return Paper(
        form="putusan",
        file_name=file_stem("putusan", proposal.number),
        title="Lembar Putusan Pinjaman",
        letterhead=letterhead(profile),
        as_of=decision.dated_on,
        words={
            "minutes": decision.minutes,
            "decision": decision_word(decision).upper(),
            "approved": decision.approved,
            "facts": [
                ["No. pengajuan", proposal.number],
                ["Tanggal pengajuan", format_form(proposal.proposed_on)],
                ["Nama KSM", f"{ksm_named(proposal.ksm)} ({proposal.ksm.code})"],
                ["RW", proposal.ksm.rw],
                ["Besar pinjaman", format_rupiah(terms.principal)],
                ["Jangka waktu", term_words(terms)],
                ["Jasa", jasa_words(terms)],
            ],
            "amount": f"{format_rupiah(terms.principal)} ({terbilang(terms.principal)})",
            "set_aside": "Ya" if decision.override else "Tidak",
            "note": decision.note,
            "checks": _rules(checks, decision.dated_on),
            "day": f"{profile.kelurahan}, {format_long(decision.dated_on)}",
            "signers": [manager(profile), coordinator(profile)],
        },
        footer=f"Putusan atas pengajuan {proposal.number}, berita acara {decision.minutes}",
    )


def _members(borrowers: Borrowers) -> Section:
    parts, written = borrowers.parts, bool(borrowers.shared)
    return Section(
        _MEMBERS,
        rows_with_total(_MEMBERS, parts, label_under="nama") if written else rows_of(_MEMBERS, parts),
        title="Anggota dan bagian pinjamannya",
        notes=() if written or not parts else ("Bagian tiap anggota belum dicatat.",),
        empty_note="Anggota KSM ini belum dicatat.",
    )


def _rules(checks: Sequence[Check], as_of: date) -> Section:
    """Return the check list as people read it, without the names that the policy gives its rules."""
    listed = check_section(checks, as_of)
    return Section(
        _CHECKS,
        rows_of(_CHECKS, checks),
        title=listed.title,
        notes=listed.notes,
    )
