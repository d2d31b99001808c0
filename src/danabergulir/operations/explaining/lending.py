"""Why a new loan to a KSM would be refused: which rule, which figures, since when."""

from collections.abc import Iterator, Sequence
from datetime import date

from danabergulir.dates import format_long
from danabergulir.domain.dunning.blocks import LendingBlock, blocks_on
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.policy.lending import LendingRules
from danabergulir.ledger.file import store
from danabergulir.ledger.read import closings, registers
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import NIL, format_rupiah
from danabergulir.operations.dunning.sanctions import files_of
from danabergulir.operations.explaining.figures import Unfold
from danabergulir.reports.model.explained import Reason
from danabergulir.reports.origins import debts, letters, loans, rw
from danabergulir.reports.origins.figure import Figure


def why_held_back(connection: store.Connection, ksm: KSM, as_of: date, unfolding: Unfold) -> Reason:
    """Return what holds a new loan to a KSM back on a day, rule by rule; the amount and term are judged when asked."""
    known, policy = loan_books_of(connection, as_of), registers.policy(connection, as_of)
    blocks = blocks_on(ksm, known, files_of(connection, as_of), policy, as_of)
    own = [book for book in known if book.ksm.code == ksm.code]
    told = [*(_block_words(block) for block in blocks), *_own_words(own, policy.lending)]
    sentences = told or ["Tidak ada sanksi, tunggakan, atau pinjaman berjalan yang menahan pinjaman baru."]
    locked_to = closings.locked_to(connection)
    if locked_to is not None:
        sentences.append(f"Buku tertutup sampai {format_long(locked_to)}; bukti bertanggal sampai hari itu ditolak.")
    sentences.append(
        "Besar pinjaman, jangka waktu, dan anggota diperiksa saat diajukan: danabergulir pinjaman ajukan "
        f"{ksm.code} --pokok JUMLAH --tenor KALI"
    )
    return Reason(
        kind="ksm",
        key=ksm.code,
        title=f"BOLEHKAH {ksm.name.upper()} MEMINJAM LAGI?",
        as_of=as_of,
        facts={
            "KSM": f"{ksm.name} ({ksm.code}), RW {ksm.rw}",
            "Pinjaman baru": "ditahan" if told else "boleh diajukan",
        },
        sentences=tuple(sentences),
        figures=tuple(unfolding(figure) for figure in (*_block_figures(blocks), *_own_figures(own))),
    )


def _block_words(block: LendingBlock) -> str:
    check = block.check
    words = f"{check.value[0].upper()}{check.value[1:]}, {check.limit}."
    return f"{words} Sebab suratnya: danabergulir jelaskan {block.standing.sanction.number}"


def _block_figures(blocks: Sequence[LendingBlock]) -> Iterator[Figure]:
    for block in blocks:
        sanction = block.standing.sanction
        yield letters.arrears_on(block.standing).named(f"Tunggakan pada surat {sanction.number} untuk {sanction.loan}")
        yield Figure(
            f"Tingkat sanksi {sanction.number}",
            block.level.number,
            rule=f"{block.level.name} menahan pinjaman baru: {block.level.block.value}.",
            keys=(f"sanksi[{block.level.number}].blokir",),
            dated_on=sanction.dated_on,
        )


def _own_words(own: Sequence[LoanBook], rules: LendingRules) -> Iterator[str]:
    for book in own:
        number = book.loan.number
        if book.owes:
            yield (
                f"Pinjaman {number} belum lunas, saldonya {format_rupiah(book.outstanding)}. "
                f"Syaratnya satu KSM satu pinjaman{_only_warns('satu_pinjaman', rules)}."
            )
        if book.owes and book.position.is_behind:
            since = book.position.late_since
            yield (
                f"Pinjaman {number} menunggak {format_rupiah(book.position.arrears)}"
                f"{f' sejak {format_long(since)}' if since else ''}. "
                f"Syaratnya tidak boleh ada tunggakan{_only_warns('menunggak', rules)}."
            )
        if book.written_off - book.recovered > NIL:
            since = book.write_off.starts_on if book.write_off else None
            yield (
                f"Pinjaman {number} dihapus buku{f' {format_long(since)}' if since else ''}, belum kembali "
                f"{format_rupiah(book.written_off - book.recovered)}. "
                f"Syaratnya tidak boleh ada tunggakan{_only_warns('menunggak', rules)}."
            )


def _only_warns(rule: str, rules: LendingRules) -> str:
    return " (hanya memperingatkan)" if rule in rules.warn_only else ""


def _own_figures(own: Sequence[LoanBook]) -> Iterator[Figure]:
    for book in own:
        if book.owes:
            yield loans.outstanding(book).named(f"{loans.named(book)}: saldo pokok")
        if book.owes and book.position.is_behind:
            yield debts.behind(book).named(f"{loans.named(book)}: tunggakan")
        if book.written_off - book.recovered > NIL:
            yield rw.still_lost(book).named(f"{loans.named(book)}: hapus buku yang belum kembali")
