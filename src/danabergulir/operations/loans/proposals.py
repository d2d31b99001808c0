"""Asking for a loan, holding it against the rules, and writing down what the board decided."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from re import fullmatch

from danabergulir.dates import Month, format_form
from danabergulir.domain.dunning.blocks import blocks_on
from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.eligibility import (
    LOANS_IN_THE_WAY,
    Applicant,
    Check,
    broken,
    check_list,
    doubtful,
    months_running,
    unknown_doubt,
)
from danabergulir.domain.loans.member_shares import Shares, equal_shares
from danabergulir.domain.loans.proposal import Assessed, Decided, Decision, Proposal
from danabergulir.domain.loans.terms import LoanState, LoanTerms
from danabergulir.domain.reached import GroupReached
from danabergulir.errors import FaultyDataError, NotFoundError, RefusedError, UsageError
from danabergulir.frozen import Struct
from danabergulir.ledger.file import store
from danabergulir.ledger.read import proposals, registers, sanctions
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import NIL, Rupiah, format_difference, format_rupiah, parse_rupiah, total
from danabergulir.operations.csv_table import Faults, read_lines
from danabergulir.operations.desk import recording
from danabergulir.operations.groups import membership, near_members, present_members
from danabergulir.operations.loans.simulation import Wish, terms_of
from danabergulir.text import quoted


class SharesAsked(Struct, frozen=True):
    """How the members' parts were given: at most one of a CSV file, parts by member, or equal parts."""

    file: Path | None = None
    parts: Sequence[tuple[str, Rupiah]] = ()
    equal: bool = False

    def __post_init__(self) -> None:
        if bool(self.file) + bool(self.parts) + self.equal > 1:
            raise UsageError(
                "bagian anggota diisi dengan lebih dari satu cara", "Pilih satu: --anggota, --bagian atau --rata."
            )


def propose(
    path: Path,
    ksm_words: str,
    wish: Wish,
    dated_on: date,
    now: datetime,
    *,
    shares: SharesAsked | None = None,
    purpose: str = "",
    permit: str = "",
) -> Assessed:
    """Write down that a KSM asks for a loan, whatever the lending rules say of it; the board decides.

    Raises ``RefusedError`` while a sanction holds back new loans and no ``permit``, the number of the minutes that set
    it aside, is given; ``UsageError`` when the members' parts do not add up to the loan, ``FaultyDataError`` for a list
    of parts with faulty lines, ``NotFoundError`` for a member who is not in the register.
    """
    with recording(path, now) as desk:
        desk.check_date(dated_on, of_voucher=False)
        ksm = registers.find_ksm(desk.connection, ksm_words, dated_on)
        desk.refuse_unborn_group(ksm.code, dated_on)
        terms_of(wish, dated_on, desk.policy(dated_on))  # terms that make no schedule are refused before anything else
        held = blocked(desk.connection, ksm, dated_on)
        if not permit:
            refuse(
                held,
                "Selesaikan dulu sanksinya. Bila BKM memutuskan lain, sebut berita acaranya: --izin-ba NOMOR",
                ksm,
                dated_on,
            )
        members = present_members(desk.connection, ksm, dated_on)
        proposal = Proposal(
            number=next_number(desk.connection),
            ksm=ksm,
            proposed_on=dated_on,
            principal=wish.principal,
            term=wish.term,
            jasa_percent=wish.jasa_percent,
            titipan_percent=wish.titipan_percent,
            method=wish.method,
            frequency=wish.frequency,
            grace=wish.grace,
            purpose=purpose,
            shares=_shares(shares or SharesAsked(), wish.principal, members),
            override=permit if held else "",
        )
        desk.writer.add_proposal(proposal)
        return _assessed(desk.connection, proposal, dated_on, now.date())


def _assessed(connection: store.Connection, proposal: Proposal, as_of: date, today: date) -> Assessed:
    terms = terms_of(wish_of(proposal), as_of, registers.policy(connection, as_of))
    checks = assess(connection, proposal.ksm, terms, as_of, today, number=proposal.number, shares=proposal.amounts)
    return Assessed(proposal, terms, reached_by(connection, proposal, as_of), checks, as_of)


def reached_by(connection: store.Connection, asked: Proposal, as_of: date) -> GroupReached:
    """Return whom a loan would reach: the members of a day, and how many loans the KSM had by then."""
    had = [
        book for book in _others(connection, asked.ksm, as_of, asked.number) if book.state is not LoanState.CANCELLED
    ]
    members = tuple(present_members(connection, asked.ksm, as_of))
    return GroupReached(asked.ksm, first_lent_on=as_of, loans=len(had), members=members)


def _shares(asked: SharesAsked, principal: Rupiah, members: Sequence[Member]) -> Shares:
    """Return the members' parts as asked for; they sum to the principal, or there are none."""
    if asked.equal:
        if not members:
            raise RefusedError("anggota KSM ini belum dicatat", "Catat dulu: danabergulir anggota tambah")
        return equal_shares(principal, [member.number for member in members])
    if asked.file is None and not asked.parts:
        return ()
    parts = _typed_parts(asked.parts, members) if asked.file is None else _listed_parts(asked.file, members)
    written = total(list(parts.values()))
    if written != principal:
        raise UsageError(
            f"jumlah bagian anggota {format_rupiah(written)}, {format_difference(written - principal)} "
            f"daripada pokok {format_rupiah(principal)}",
            "Bagian semua anggota bersama harus sama dengan pokok pinjaman.",
        )
    return tuple(sorted(parts.items()))


def _typed_parts(parts: Sequence[tuple[str, Rupiah]], members: Sequence[Member]) -> Mapping[int, Rupiah]:
    found: dict[int, Rupiah] = {}
    for words, amount in parts:
        number = find_member(members, words).number
        if number in found:
            raise UsageError(f"bagian anggota nomor {number} ditulis dua kali", "Tulis setiap anggota satu kali.")
        found[number] = amount
    return found


def _listed_parts(file: Path, members: Sequence[Member]) -> Mapping[int, Rupiah]:
    faults = Faults("bagian anggota")
    found: dict[int, Rupiah] = {}
    for line in read_lines(file, ("anggota", "jumlah"), (), faults):
        if not line.require("anggota", "jumlah"):
            continue
        amount = line.read("jumlah", parse_rupiah, NIL)
        try:
            number = find_member(members, line.text("anggota")).number
        except NotFoundError as error:
            faults.error(line.number, error.message, error.hint)
            continue
        if number in found:
            faults.error(line.number, f"anggota nomor {number} sudah ada pada baris lain")
        found[number] = amount
    if faults.errors:
        raise FaultyDataError(
            f"{faults.errors} kesalahan, pengajuan tidak dicatat",
            f"Perbaiki baris yang disebut dalam {file.name}, lalu ajukan lagi.",
            faults.findings,
        )
    return found


def find_member(members: Sequence[Member], words: str) -> Member:
    """Return the member with that number or that whole name. Raises ``NotFoundError``, also where several fit."""
    wanted = words.strip().casefold()
    fitting = [member for member in members if wanted in (str(member.number), member.name.casefold())]
    if len(fitting) != 1:
        problem = f"tidak ada anggota {quoted(words)}" if not fitting else f"ada {len(fitting)} anggota {quoted(words)}"
        near = "" if fitting else near_members(members, words)
        raise NotFoundError(problem, f"{near}Pakai nomor anggota. Lihat: danabergulir anggota daftar KSM")
    return fitting[0]


def decide(
    path: Path,
    number: str,
    dated_on: date,
    now: datetime,
    *,
    approved: bool,
    minutes: str,
    override: bool = False,
    note: str = "",
) -> Decided:
    """Write down the board's decision, once. ``minutes`` is the number of the berita acara.

    Raises ``RefusedError`` for a proposal already decided, and for a grant against a rule that refuses unless
    ``override`` sets it aside; the rules set aside are kept in the note.
    """
    if not minutes.strip():
        raise UsageError("nomor berita acara belum diisi", "Tulis nomornya: --ba 03/BA/2026")
    with recording(path, now) as desk:
        desk.check_date(dated_on, of_voucher=False)
        proposal = proposals.find_proposal(desk.connection, number, date.max)
        _refuse_undecidable(proposal, dated_on)
        checks = _assessed(desk.connection, proposal, dated_on, now.date()).checks if approved else ()
        against = broken(checks)
        if not override:
            refuse(
                against,
                "Tolak pengajuannya, atau bila BKM tetap menyetujui, tambahkan --kesampingkan.",
                proposal.ksm,
                dated_on,
            )
        decision = Decision(dated_on, approved, minutes.strip(), bool(against), with_set_aside(note, against))
        desk.writer.decide(proposal.number, decision)
        unknown = unknown_doubt(checks, proposal.ksm.code)
        warnings = [check.message for check in (*doubtful(checks), *against)] + ([unknown] if unknown else [])
        if override and not against:
            warnings.append("tidak ada syarat yang perlu dikesampingkan")
        return Decided(proposal, decision, tuple(warnings))


def _refuse_undecidable(proposal: Proposal, dated_on: date) -> None:
    known = proposal.decision
    if known is not None:
        word = "disetujui" if known.approved else "ditolak"
        raise RefusedError(
            f"pengajuan {proposal.number} sudah {word} {format_form(known.dated_on)}, berita acara {known.minutes}",
            "Putusan dicatat satu kali. Untuk putusan lain, KSM mengajukan lagi: danabergulir pinjaman ajukan",
        )
    if dated_on < proposal.proposed_on:
        raise RefusedError(
            f"tanggal putusan {format_form(dated_on)} sebelum pengajuan, {format_form(proposal.proposed_on)}",
            "Isi --tanggal dengan hari yang sama atau sesudahnya.",
        )


def check_again(path: Path, number: str, as_of: date, today: date) -> Assessed:
    """Return a proposal with its check list as of a day. Raises ``NotFoundError``."""
    with store.reading(path) as connection:
        proposal = proposals.find_proposal(connection, number, as_of)
        return _assessed(connection, proposal, max(as_of, proposal.proposed_on), today)


def list_proposals(
    path: Path, as_of: date, *, ksm: str | None = None, state: str | None = None
) -> tuple[Proposal, ...]:
    """Return the proposals made by a day, of one KSM or all, in one state or any. Raises ``NotFoundError``."""
    with store.reading(path) as connection:
        code = registers.find_ksm(connection, ksm, as_of).code if ksm else None
        return tuple(
            proposal
            for proposal in proposals.all_proposals(connection, as_of)
            if code in (None, proposal.ksm.code) and state in (None, proposal.state)
        )


def assess(
    connection: store.Connection,
    ksm: KSM,
    terms: LoanTerms,
    as_of: date,
    today: date,
    *,
    number: str = "",
    shares: Sequence[Rupiah] = (),
) -> tuple[Check, ...]:
    """Return the check list of a loan as of a day, by the policy, the members, the arrears and sanctions of that day.

    Other loans open ``today`` count as well: one that was made meanwhile is still one too many. ``number`` is that of
    the loan itself, which is never in its own way.
    """
    on_the_day = _others(connection, ksm, as_of, number)
    by_now = _others(connection, ksm, today, number) if today > as_of else on_the_day
    saved = proposals.months_saved(connection, registers.chart(connection, as_of), ksm.code, as_of)
    applicant = Applicant(
        ksm.code,
        membership(connection, ksm, as_of),
        on_the_day,
        tuple(book for book in by_now if book.owes),
        months_running(saved, Month.of(as_of)),
    )
    rules = registers.policy(connection, as_of).lending
    return (*check_list(terms, shares, applicant, rules), *blocked(connection, ksm, as_of))


def blocked(connection: store.Connection, ksm: KSM, as_of: date) -> tuple[Check, ...]:
    """Return the sanctions that hold back new loans to a KSM on a day, each as a broken rule; none where none does."""
    files = sanctions.sanction_files(connection, registers.chart(connection, as_of), as_of)
    if not files:
        return ()
    held = blocks_on(ksm, loan_books_of(connection, as_of), files, registers.policy(connection, as_of), as_of)
    return tuple(block.check for block in held)


def _others(connection: store.Connection, ksm: KSM, as_of: date, number: str) -> tuple[LoanBook, ...]:
    return tuple(book for book in loan_books_of(connection, as_of, ksm.code) if book.loan.number != number)


def wish_of(proposal: Proposal) -> Wish:
    """Return the terms asked for in a proposal, open where they follow the policy."""
    return Wish(
        principal=proposal.principal,
        term=proposal.term,
        jasa_percent=proposal.jasa_percent,
        titipan_percent=proposal.titipan_percent,
        method=proposal.method,
        frequency=proposal.frequency,
        grace=proposal.grace,
    )


def refuse(checks: Sequence[Check], way_out: str, ksm: KSM, as_of: date) -> None:
    """Raise ``RefusedError`` naming these rules with value and limit, when there are any.

    Where older loans or sanctions are in the way it names the command that says which, with their figures.
    """
    if checks:
        known = any(check.table == "sanksi" or check.rule in LOANS_IN_THE_WAY for check in checks)
        why = f"Sebabnya: danabergulir jelaskan {ksm.code} --per {as_of.isoformat()}. " if known else ""
        raise RefusedError("; ".join(check.message for check in checks), f"{why}{way_out}")


def with_set_aside(note: str, checks: Sequence[Check]) -> str:
    """Return ``note`` followed by the rules that were set aside, so that whoever reads it later knows which."""
    told = f"Dikesampingkan: {'; '.join(check.message for check in checks)}" if checks else ""
    return ". ".join(part for part in (note.strip().rstrip("."), told) if part)


def next_number(connection: store.Connection) -> str:
    """Return the next number of a loan or proposal, ``P-0001`` onwards."""
    matches = (fullmatch(r"P-(\d{4,})", number) for number in proposals.numbers_in_use(connection))
    return f"P-{1 + max((int(match[1]) for match in matches if match), default=0):04d}"
