"""Reports and documents as one PDF, laid out by Typst templates.

A template receives data and never code: every word is put in as plain text. The bytes depend on what is printed alone:
no clock, no font of the machine, no name of a file.
"""

import json
from base64 import b64encode
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from itertools import accumulate
from pathlib import Path
from typing import Final

from danabergulir.domain.letterhead import LogoKind, logo_kind
from danabergulir.errors import FaultyDataError, UsageError
from danabergulir.frozen import Struct, replace
from danabergulir.money import format_count
from danabergulir.render.page import lies
from danabergulir.render.pdf import press
from danabergulir.render.pdf.data import REPORT, Data, Fit, Leaf, as_json, paper_data, report_data
from danabergulir.render.pdf.table import LYING, UPRIGHT, fitted, leaves
from danabergulir.reports.model.on_paper import has_lines, noted_once, on_paper, when_of
from danabergulir.reports.model.paper import TOLD, Paper
from danabergulir.reports.model.sheet import Report

_CHARTS: Final = "grafik"
_FEW_CHARTS: Final = 4
_TOGETHER: Final = 2
_MOST: Final = 16_000
"""Cells that are set in one go, with their tags; they take about 350 MB."""
_MOST_ARCHIVED: Final = 200_000
"""Cells of a set for the archive; they take about 3 GB."""
_LEFT: Final = 4_000
"""Cells of a larger set that are set in one go; those of the other reports are set beforehand, without tags."""
_ON_A_LEAF: Final = 3_000
"""Cells that are set beforehand in one go; they take some 30 MB. Where a leaf ends in a table, a page may be short."""
_SHORT: Final = 40
"""Lines of a wide table, in all its parts, for which nobody turns the page."""
_EDGES: Final = frozenset({"dasar.typ", "laporan.typ"})
"""The templates that say what stands at the foot of a report's pages."""
_MAIN: Final = """\
%s
#let papers = json("data.json")
#set document(title: papers.title, date: datetime(..papers.made))
#for paper in papers.papers { (sheets.at(paper.form))(paper) }
"""

_LEAF: Final = b"""\
#import "laporan.typ": leaf
#set document(date: none)
#leaf(json("data.json"))
"""


def render(items: Sequence[Report | Paper], *, own: Path | None = None, archive: bool = False) -> bytes:
    """Return reports and documents as one PDF, the pages numbered through; reports share pages.

    ``own`` is the UPK's folder of templates; for the ``archive`` it is PDF/A, into which no pages set beforehand can
    be bound. Raises ``UsageError`` as ``press.pressed``, and for a set too large for the archive.
    """
    if archive:
        _refuse_too_large(items)
    kind = press.PdfKind.ARCHIVE if archive else press.PdfKind.PAPER
    changed = press.own_templates(own)
    shares = b"reports" in changed.get(f"{REPORT}.typ", b"reports")
    printed = _in_order(_not_on_cover(items, changed), shares=shares)
    apart = [] if archive or not _EDGES.isdisjoint(changed) else _too_long([item for item, _ in printed])
    made = items[0].as_of
    with press.folder_of_pages(own) if apart else nullcontext() as pages:
        beforehand = _set_beforehand({at: printed[at] for at in apart}, own, pages) if pages else {}
        data: Data = {
            "title": items[0].title,
            "made": {"year": made.year, "month": made.month, "day": made.day},
            "papers": _papers(printed, beforehand, shares=shares, plain=not changed),
        }
        return press.pressed(_main(items), {"data.json": as_json(data), **_logos(items)}, own, kind=kind, pages=pages)


def _refuse_too_large(items: Iterable[Report | Paper]) -> None:
    """Raise ``UsageError`` for a set that would take more memory than a computer has."""
    cells = sum(_cells(item) for item in items if isinstance(item, Report))
    if cells > _MOST_ARCHIVED:
        raise UsageError(
            f"laporan ini terlalu besar untuk PDF/A: {format_count(cells)} kotak tabel, paling banyak "
            f"{format_count(_MOST_ARCHIVED)}",
            "Buat satu per satu dengan --hanya NAMA, atau tanpa --arsip.",
        )


def _main(items: Iterable[Report | Paper]) -> bytes:
    """Return the text that sets papers, each by the template of its form."""
    forms = sorted({item.form if isinstance(item, Paper) else REPORT for item in items})
    imported = [f'#import "{form}.typ": sheet as {form}' for form in forms]
    by_form = "".join(f"{form}: {form}, " for form in forms)
    return (_MAIN % "\n".join([*imported, f"#let sheets = ({by_form})"])).encode("utf-8")


def refuse_unprintable(logo: bytes) -> None:
    """Raise ``FaultyDataError`` for a logo that is damaged; where the PDF library is missing, no logo can be tried."""
    try:
        press.load()
    except UsageError:
        return
    # An SVG around a damaged photograph would print nothing and say nothing, so the photograph is tried by itself.
    drawn = logo_kind(logo) is LogoKind.SVG
    main = b'#image("%s")' if drawn else b'#image(bytes(json("%s")))'
    tried = _picture(logo) if drawn else json.dumps(list(logo)).encode("utf-8")
    try:
        press.pressed(main % press.LOGO.encode(), {press.LOGO: tried}, kind=press.PdfKind.LEAF)
    except UsageError as error:
        raise FaultyDataError(
            "logo tidak dapat dicetak: gambarnya rusak, atau memakai file lain",
            "Simpan lagi gambarnya sebagai PNG, lalu ulangi.",
        ) from error


def _logos(items: Iterable[Report | Paper]) -> Mapping[str, bytes]:
    """Return the one logo there is; all papers of a set are one UPK's."""
    papers = (item for item in items if isinstance(item, Paper))
    logo = next((paper.letterhead.logo for paper in papers if paper.letterhead.logo), b"")
    return {press.LOGO: _picture(logo)} if logo else {}


def _picture(logo: bytes) -> bytes:
    """Return a logo as SVG, which is text as Typst wants its files; a photograph is put into a square."""
    kind = logo_kind(logo)
    if kind is LogoKind.SVG:
        return logo.removeprefix(BOM_UTF8)
    size = b'width="100" height="100"'
    data = b"data:image/%s;base64,%s" % (kind.lower().encode(), b64encode(logo))
    return b'<svg xmlns="http://www.w3.org/2000/svg" %s><image %s href="%s"/></svg>' % (size, size, data)


def _papers(
    printed: Sequence[tuple[Report | Paper, Fit]],
    beforehand: Mapping[int, Sequence["Leaf"]],
    *,
    shares: bool,
    plain: bool,
) -> list[Data]:
    """Return the data of all papers in order; ``beforehand`` are the leaves of those by number that are set already.

    Reports share pages. A template of the UPK's own that knows nothing of shared pages is handed one report at a time.
    """
    sheets: list[_SharedPages | Data] = []
    for number, (item, place) in enumerate(printed):
        last = sheets[-1] if sheets and isinstance(sheets[-1], _SharedPages) else None
        joined = last if shares and last is not None and last.takes(place) else None
        if isinstance(item, Paper):
            paper = paper_data(item)
            sheets.append(_SharedPages(charts=paper) if _has_room_below(item) and plain else paper)
        elif number in beforehand:
            report = {**report_data(item, replace(place, tables=())), "leaves": beforehand[number]}
            sheets.append(_SharedPages((report,), lying=place.lying, alone=True))
        else:
            sheet = joined or _SharedPages(lying=place.lying)
            sheets[len(sheets) - (joined is not None) :] = [sheet.also(report_data(item, place), place)]
    return [item.data if isinstance(item, _SharedPages) else item for item in sheets]


def _not_on_cover(items: Sequence[Report | Paper], changed: Collection[str]) -> list[Report | Paper]:
    """Return all but the report that the cover tells itself; a cover of the UPK's own may not."""
    told = {item.words.get(TOLD) for item in items if isinstance(item, Paper) and f"{item.form}.typ" not in changed}
    return [item for item in items if isinstance(item, Paper) or item.title not in told]


def _in_order(items: Iterable[Report | Paper], *, shares: bool) -> list[tuple[Report | Paper, Fit]]:
    """Return what is printed in the order of its pages, and how it fits them.

    Reports that lie stand behind the others, so that whoever reads the set turns it once, and two or more without a
    line before them. What one has noted the next does not note again.
    """
    printed = [on_paper(item) if isinstance(item, Report) else item for item in items]
    empty = [item for item in printed if isinstance(item, Report) and not has_lines(item)]
    together = shares and len(empty) >= _TOGETHER
    placed = [(item, _placed(item, together=together)) for item in printed]
    placed.sort(key=lambda pair: (pair[1].lying, pair[1].nothing != ""))
    reports = iter(noted_once(item for item, _ in placed if isinstance(item, Report)))
    return [(next(reports) if isinstance(item, Report) else item, place) for item, place in placed]


def _has_room_below(item: Paper) -> bool:
    """Return whether reports can begin below the charts of a page."""
    charts = item.words.get("charts")
    return item.form == _CHARTS and isinstance(charts, Sequence) and len(charts) <= _FEW_CHARTS


class _SharedPages(Struct, frozen=True):
    """Reports that share pages: charts above them, where there are few, and below them those without a line.

    One whose pages are set beforehand stands ``alone``.
    """

    reports: Sequence[Data] = ()
    lying: bool = False
    alone: bool = False
    charts: Data = None
    empty: Sequence[Data] = ()
    nothing: str = ""

    def takes(self, place: Fit) -> bool:
        """Return whether a report can stand on these pages."""
        return self.lying is place.lying and not self.alone

    def also(self, report: Data, place: Fit) -> "_SharedPages":
        """Return them with one more report."""
        if place.nothing:
            return replace(self, empty=(*self.empty, report), nothing=place.nothing)
        return replace(self, reports=(*self.reports, report))

    @property
    def data(self) -> Data:
        """Return them as their template takes them; charts alone as theirs does."""
        if not self.reports and not self.empty:
            return self.charts
        shared = {"charts": self.charts, "empty": self.empty, "nothing": self.nothing}
        first = [*self.reports, *self.empty][0]
        assert isinstance(first, Mapping)
        return {**first, "form": REPORT, "reports": self.reports, **shared}


def _too_long(items: Sequence[Report | Paper]) -> list[int]:
    """Return the numbers of the longest reports of a set that is too large to be set in one go; the others fit without.

    A large set would not fit the memory of an old computer: its longest reports have pages of their own.
    """
    cells = {at: _cells(item) for at, item in enumerate(items) if isinstance(item, Report)}
    if sum(cells.values()) <= _MOST:
        return []
    shortest_first = sorted(cells, key=cells.__getitem__)
    sums = accumulate(cells[at] for at in shortest_first)
    return [at for at, together in zip(shortest_first, sums, strict=True) if together > _LEFT]


def _cells(item: Report) -> int:
    """Return how many cells the tables of a report have."""
    return sum(len(section.rows) * len(section.columns) for section in item.tables)


def _set_beforehand(
    reports: Mapping[int, tuple[Report | Paper, Fit]], own: Path | None, pages: Path
) -> dict[int, list[Leaf]]:
    """Return the leaves of long reports by their numbers, set two at a time into files of the folder ``pages``."""
    jobs: deque[tuple[str, Data]] = deque()
    names: dict[int, list[str]] = {number: [] for number in reports}
    for number, (report, place) in reports.items():
        assert isinstance(report, Report)
        for at, leaf in enumerate(_leaves(report, place)):
            names[number].append(f"daun-{number}-{at}.pdf")
            jobs.append((names[number][-1], leaf))
    counts: dict[str, int] = {}

    def set_them() -> None:
        while jobs:
            try:
                name, leaf = jobs.popleft()
            except IndexError:  # the other thread was faster
                return
            content = press.pressed(_LEAF, {"data.json": as_json(leaf)}, own, kind=press.PdfKind.LEAF)
            press.forget()
            (pages / name).write_bytes(content)
            counts[name] = press.page_count(content)

    # This thread sets its share, for what it frees is taken again when the leaves are bound.
    with ThreadPoolExecutor(max_workers=1) as other:
        theirs = other.submit(set_them)
        try:
            set_them()
        finally:
            jobs.clear()  # what breaks off one ends the other
        theirs.result()
    return {number: [(name, counts[name]) for name in those] for number, those in names.items()}


def _leaves(report: Report, place: Fit) -> Iterator[Data]:
    """Yield the data of the leaves of a long report: its head opens the first, notes and who signs close the last."""
    whole = report_data(report, replace(place, tables=()))
    parts = leaves(place.tables, _ON_A_LEAF)
    for at, part in enumerate(parts):
        closing = {} if at == len(parts) - 1 else {"notes": (), "signers": ()}
        yield {**whole, "tables": part, "opens": at == 0, **closing}


def _placed(item: Report | Paper, *, together: bool) -> Fit:
    """Return how a report fits the page; a short one that is too wide does not turn it, but stands in parts.

    Those without a line may stand ``together``.
    """
    if isinstance(item, Paper):
        return Fit()
    upright = [fitted(table, UPRIGHT, shared=True) for table in item.tables]
    if together and not has_lines(item):
        return Fit(upright, nothing=f"Laporan yang kosong {when_of(item)}")
    lines = sum(len(table.lines) * len(table.parts) for table in upright if len(table.parts) > 1)
    if not lies(item.form_code) and lines <= _SHORT:
        return Fit(upright)
    return Fit([fitted(table, LYING, shared=True) for table in item.tables], lying=True)
