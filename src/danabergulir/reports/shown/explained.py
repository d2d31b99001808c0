"""A figure that was asked about, on one page: what it is, by which rule, and what it is made of."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from danabergulir.dates import format_form, format_long
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, format_count, format_percent, format_rupiah
from danabergulir.reports.model.explained import ExplainedFigure, Reason
from danabergulir.reports.model.origin_of import heading
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Section, rows_of
from danabergulir.reports.origins.figure import Figure, Number, Relation, worth
from danabergulir.reports.origins.unfolded import Unfolded

FEW: Final = 12
"""How many vouchers of one figure a page lists unless all are asked for."""
_INDENT: Final = "  "
_HOW: Final = {
    Relation.SUM: "jumlah dari:",
    Relation.QUOTIENT: "pembagian:",
    Relation.PRODUCT: "perkalian:",
    Relation.LEAST: "terkecil dari:",
    Relation.MOST: "terbesar dari:",
    Relation.COUNT: "banyaknya:",
    Relation.RULE: "menurut aturan:",
}


class _PartLine(Struct, frozen=True):
    """A line of the page: a part, at its depth below the figure."""

    depth: int
    words: str
    how: str = ""
    voucher: str = ""
    dated: str = ""
    amount: Cell = None

    @property
    def told(self) -> str:
        """Return what the part is, set in by its depth."""
        return f"{_INDENT * self.depth}{self.words}"


_COLUMNS: Final = (
    Column("uraian", "Uraian", identifies=True, of=lambda line: line.told),
    Column("cara", "Cara", of=lambda line: line.how),
    Column("tanggal", "Tanggal", of=lambda line: line.dated),
    Column("bukti", "Bukti", of=lambda line: line.voucher),
    Column("nilai", "Nilai", Kind.RUPIAH, of=lambda line: line.amount),
)


def parts_section(found: Sequence[Unfolded], *, whole: bool, title: str = "") -> Section:
    """Return figures with what they are made of, a line each; long lists of vouchers in full where ``whole``."""
    lines = [line for item in found for line in _lines(item, 0, whole=whole)]
    return Section(_COLUMNS, rows_of(_COLUMNS, lines), title=title, empty_note="Tidak ada angka yang perlu diuraikan.")


def _lines(item: Unfolded, depth: int, *, whole: bool) -> Iterator[_PartLine]:
    figure = item.figure
    yield _PartLine(
        depth,
        figure.words,
        _HOW[figure.relation] if item.parts else "",
        figure.voucher,
        format_form(figure.dated_on) if figure.dated_on else "",
        _amount(figure),
    )
    parts = item.parts
    hidden = parts[:-FEW] if len(parts) > FEW and not whole and not any(part.parts for part in parts) else ()
    if hidden:
        sums = [worth(part.figure.value) * part.figure.sign for part in hidden]
        words = f"{format_count(len(hidden))} baris sebelumnya (semua: --lengkap)"
        yield _PartLine(depth + 1, words, amount=Rupiah(int(sum(sums))))
    for part in parts[len(hidden) :]:
        yield from _lines(part, depth + 1, whole=whole)


def _amount(figure: Figure) -> Cell:
    """Return a value as the page shows it: below nil where it comes off, percentages with their sign."""
    value = figure.value
    if figure.is_rounding:
        return format_percent(worth(value))
    if isinstance(value, Fraction):
        return f"{format_percent(value * figure.sign)} %"
    return value * figure.sign


def words_of(value: Number) -> str:
    """Return a number as a sentence says it."""
    match value:
        case Rupiah():
            return format_rupiah(value)
        case Fraction():
            return f"{format_percent(value)} %"
        case _:
            return format_count(value)


def rules_of(found: Sequence[Unfolded]) -> tuple[str, ...]:
    """Return the rules that figures go by, each once, and the versions of the policy that set them."""
    rules: dict[str, None] = {}
    policy: dict[str, None] = {}
    for top in found:
        for item in top.below:
            if item.figure.rule:
                rules[item.figure.rule] = None
            for rule in item.rules:
                policy[f"Kebijakan sejak {format_long(rule.since)}: {rule.words}."] = None
    return (*list(rules)[:FEW], *policy)


def explained_page(explanation: ExplainedFigure, *, whole: bool) -> Report:
    """Return the page of a figure of a report."""
    report, unfolded = explanation.report, explanation.unfolded
    figure = unfolded.figure
    checked = "Bagian-bagiannya cocok dengan angka ini." if unfolded.holds else "Bagian-bagiannya TIDAK cocok!"
    return Report(
        name="jelaskan",
        title=f"ASAL ANGKA {report.title}",
        period=report.period,
        as_of=report.as_of,
        section=parts_section([unfolded], whole=whole),
        date_line=report.date_line,
        head={
            "Laporan": f"{report.name} {report.period}",
            "Baris": explanation.asked.key,
            "Kolom": f"{explanation.asked.column.key} ({heading(explanation.asked.column)})",
            "Nilai": _shown(explanation),
            **({"Rumus": figure.formula} if figure.formula else {}),
        },
        notes=(*rules_of([unfolded]), checked if unfolded.parts else "Angka ini tertulis dalam buku, tidak dihitung."),
        footer=report.footer,
    )


def answer_page(answer: Reason, *, whole: bool) -> Report:
    """Return the page that says why something is as it is."""
    return Report(
        name="jelaskan",
        title=answer.title,
        period=f"{answer.as_of:%Y-%m}",
        as_of=answer.as_of,
        section=parts_section(answer.figures, whole=whole),
        date_line=f"Keadaan {format_long(answer.as_of)}",
        head=answer.facts,
        notes=(*answer.sentences, *rules_of(answer.figures)),
    )


def _shown(explanation: ExplainedFigure) -> str:
    cell = explanation.asked.cell
    if isinstance(cell, str):
        return cell
    if explanation.asked.column.kind is Kind.RUPIAH:
        assert isinstance(cell, Rupiah)
        return format_rupiah(cell)
    return words_of(explanation.unfolded.figure.value)
