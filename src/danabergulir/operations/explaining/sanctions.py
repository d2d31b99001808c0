"""Why a letter went out: which instalments, which days, which rung of the ladder, and what would end it."""

from collections.abc import Iterator
from datetime import date

from danabergulir.dates import days_after, format_form, format_long
from danabergulir.domain.dunning.due import SanctionLine, letter_lines
from danabergulir.domain.dunning.sanctions import Sanction, SanctionFile, SanctionState, Standing
from danabergulir.domain.policy.ladder import SanctionLevel
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import NotFoundError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import NIL, format_rupiah
from danabergulir.operations.dunning.sanctions import files_of
from danabergulir.operations.explaining.figures import Unfold
from danabergulir.reports.model.explained import Reason
from danabergulir.reports.origins import letters, loans
from danabergulir.reports.origins import sanctions as origins
from danabergulir.reports.origins.figure import Figure, at_least_nil, sum_of


def why_sanctioned(connection: store.Connection, sanction: Sanction, as_of: date, unfolding: Unfold) -> Reason:
    """Return why a letter went out, how it stands on a day and what would end it. Raises ``NotFoundError``."""
    if as_of < sanction.dated_on:
        raise NotFoundError(
            f"sanksi {sanction.number} belum terbit pada {format_form(as_of)}",
            f"Isi --per dengan {format_form(sanction.dated_on)}, tanggal suratnya, atau sesudahnya.",
        )
    ksm = registers.find_ksm(connection, sanction.ksm, as_of)
    policy, then = registers.policy(connection, as_of), registers.policy(connection, sanction.dated_on)
    files = files_of(connection, as_of)
    line = next(
        item
        for item in letter_lines(loan_books_of(connection, as_of, ksm.code), files, policy, as_of)
        if item.standing and item.standing.sanction.number == sanction.number
    )
    file, standing = files[sanction.loan], line.standing
    assert standing is not None
    level = next((item for item in then.ladder if item.number == sanction.level), None)
    return Reason(
        kind="sanksi",
        key=sanction.number,
        title=f"MENGAPA {sanction.name.upper()} TERBIT",
        as_of=as_of,
        facts={
            "KSM": f"{ksm.name} ({ksm.code}), RW {ksm.rw}",
            "Pinjaman": sanction.loan,
            "Surat": f"{sanction.number}, nomor surat {sanction.letter}",
            "Tanggal": format_long(sanction.dated_on),
            "Status": standing.state.value,
        },
        sentences=tuple(_sentences(standing, level, policy)),
        figures=tuple(unfolding(figure) for figure in _figures(connection, file, line, as_of)),
    )


def _figures(connection: store.Connection, file: SanctionFile, line: SanctionLine, as_of: date) -> Iterator[Figure]:
    standing = line.standing
    assert standing is not None
    sanction = standing.sanction
    before = next(
        (
            book
            for book in loan_books_of(connection, sanction.dated_on, sanction.ksm)
            if book.loan.number == sanction.loan
        ),
        None,
    )
    yield letters.arrears_on(standing).named("Tunggakan pada tanggal surat, seperti tertulis di surat")
    if before is not None:
        yield loans.missed_count(before).named("Angsuran yang belum lunas pada tanggal surat, menurut buku sekarang")
        yield loans.days_late(before).named("Hari terlambat pada tanggal surat, menurut buku sekarang")
    yield origins.level(line)
    if standing.is_running:
        left, received = file.unpaid(sanction, as_of), letters.received_since(line)
        difference = sum_of(
            "Tunggakan pada surat dikurangi yang diterima sejak itu",
            [letters.arrears_on(standing).named("Tunggakan pada surat"), received.named("Diterima").less()],
        )
        found = at_least_nil("Yang masih harus dibayar supaya sanksi berakhir", difference)
        yield (
            found
            if found.value == left
            else Figure(found.words, left, rule="Menurut perjanjian yang berlaku sekarang.")
        )


def _sentences(standing: Standing, level: SanctionLevel | None, policy: Policy) -> Iterator[str]:
    sanction = standing.sanction
    told = f"menunggak {sanction.missed_count} kali, {sanction.days_late} hari"
    since = f" sejak {format_long(sanction.late_since)}" if sanction.late_since else ""
    yield f"Pada tanggal surat pinjaman {sanction.loan} {told}{since}; tunggakannya {format_rupiah(sanction.arrears)}."
    if level:
        yield f"Tangga sanksi tingkat {level.number}, {level.name}: {origins.asked_by(level)}."
    yield f"KSM diberi waktu menanggapi sampai {format_long(sanction.answer_by)}."
    yield from _ending(standing, policy)


def _ending(standing: Standing, policy: Policy) -> Iterator[str]:
    sanction = standing.sanction
    match standing.state:
        case SanctionState.FULFILLED:
            yield f"Sanksi ini berakhir {format_long(standing.since)}: tunggakan pada suratnya sudah dibayar."
        case SanctionState.REPLACED:
            yield f"Sanksi ini digantikan surat tingkat berikutnya pada {format_long(standing.since)}."
        case SanctionState.WITHDRAWN:
            yield f"Sanksi ini dicabut {format_long(standing.since)}. {standing.unfounded}".rstrip()
        case _:
            yield (
                f"Yang mengakhirinya: tunggakan {format_rupiah(sanction.arrears)} pada surat itu dibayar; "
                "semua setoran sejak tanggal surat ikut dihitung. Atau BKM mencabutnya: "
                f"danabergulir sanksi cabut {sanction.number}"
            )
            following = next((item for item in policy.ladder if item.number == sanction.level + 1), None)
            if following:
                yield (
                    f"Bila tidak, mulai {format_long(days_after(sanction.answer_by, 1))} dapat naik ke "
                    f"{following.name}, asal {origins.asked_by(following)}."
                )
    if standing.recovered > NIL:
        yield f"Diterima sejak suratnya: {format_rupiah(standing.recovered)}."
