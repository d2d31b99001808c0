"""Why a figure or a thing is as it is, as JSON: each part with its value, its sign and how the whole follows."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from danabergulir.money import Rupiah, format_percent
from danabergulir.render.json_file import dumped, lines, plain
from danabergulir.reports.model.explained import ExplainedFigure, Reason
from danabergulir.reports.model.sheet import Report, Section
from danabergulir.reports.origins.figure import ROUNDED, Figure, Relation, worth
from danabergulir.reports.origins.unfolded import Unfolded


def render_explained_reports(found: Sequence[tuple[Report, Sequence[Mapping[str, Unfolded]]]]) -> str:
    """Return reports as ``json_file.render_reports``, each row with the origins of its figures under ``asal``."""
    documents = [
        {
            "laporan": report.name,
            "periode": report.period,
            "per": report.as_of.isoformat(),
            "baris": _explained_lines(report.section, origins),
        }
        for report, origins in found
    ]
    return dumped(documents[0] if len(documents) == 1 else documents)


def render_explained(explanation: ExplainedFigure) -> str:
    """Return a figure of a report with what it is made of, as one object, ending in a newline."""
    report, unfolded = explanation.report, explanation.unfolded
    return dumped(
        {
            "laporan": report.name,
            "periode": report.period,
            "per": report.as_of.isoformat(),
            "kunci": explanation.asked.key,
            "kolom": explanation.asked.column.key,
            "nilai": plain(explanation.asked.cell),  # of a figure in words the number follows
            **({"tertulis": explanation.asked.cell} if isinstance(explanation.asked.cell, str) else {}),
            "cocok": unfolded.holds,
            **_origin(unfolded),
        }
    )


def render_answer(answer: Reason) -> str:
    """Return why something is as it is, as one object, ending in a newline."""
    return dumped(
        {
            "jenis": answer.kind,
            "nomor": answer.key,
            "per": answer.as_of.isoformat(),
            "kalimat": list(answer.sentences),
            "cocok": all(item.holds for item in answer.figures),
            "bagian": [_origin(item) for item in answer.figures],
        }
    )


def _origin(unfolded: Unfolded, of: Figure | None = None) -> dict[str, object]:
    """Return a figure with its parts; ``of`` is what it is a part of. Without rule or policy these are left out."""
    figure = unfolded.figure
    is_percent = isinstance(of.value if of and figure.is_rounding else figure.value, Fraction)
    parts = [_origin(part, figure) for part in unfolded.parts]
    value = _number(worth(figure.value) * (100 if is_percent else 1), is_percent=is_percent)
    rounded = _rounding(figure) if unfolded.parts else []
    told: dict[str, object] = {
        "uraian": figure.words,
        "nilai": value,
        "satuan": "persen" if is_percent else "rupiah" if isinstance(figure.value, Rupiah) else "bilangan",
        "tanda": figure.sign,
        "hubungan": figure.relation.value,
        "rumus": figure.formula,
        "aturan": figure.rule,
        "kebijakan": [
            {"kunci": item.key, "nilai": item.value, "sejak": item.since.isoformat()} for item in unfolded.rules
        ],
        "bukti": figure.voucher,
        "tanggal": figure.dated_on.isoformat() if figure.dated_on else None,
    }
    kept = {key: item for key, item in told.items() if item or key not in {"aturan", "kebijakan"}}
    return {**kept, "bagian": [*parts, *rounded]}


def _rounding(figure: Figure) -> list[dict[str, object]]:
    """Return the part that printing a percentage with two decimals adds; none where it has no more of them."""
    if not isinstance(figure.value, Fraction) or figure.relation is Relation.RULE:
        return []
    added = _printed(figure.value) - figure.value
    if not added:
        return []
    value = _number(added, is_percent=False)
    told: dict[str, object] = {"uraian": ROUNDED, "nilai": value, "satuan": "persen", "tanda": 1}
    return [{**told, "hubungan": "aturan", "rumus": "", "bukti": "", "tanggal": None, "bagian": []}]


def _printed(percent: Fraction) -> Fraction:
    return Fraction(format_percent(percent).replace(",", "."))


def _number(exact: Fraction, *, is_percent: bool) -> int | float:
    value = _printed(exact) if is_percent else exact
    return value.numerator if value.denominator == 1 and not is_percent else float(value)


def _explained_lines(section: Section, origins: Sequence[Mapping[str, Unfolded]]) -> list[dict[str, object]]:
    return [
        {**line, "asal": {key: _origin(item) for key, item in of_row.items()}}
        for line, of_row in zip(lines(section), origins, strict=True)
    ]
