"""A page for everybody as HTML: one file, nothing fetched, every word put in as plain text.

What it shows stands in it ready; the script only looks a code up, and compares the data with the code of the page.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import Any, Final

from danabergulir.render import qr
from danabergulir.render.screen.text import printable
from danabergulir.reports.papers.public_page import PublicPage

_OF_NOBODY: Final = "di sini tidak ada nama dan tidak ada jumlah setoran siapa pun."
_OF_ONE_KSM: Final = (
    "setoran KSM lain tidak dapat dilihat di sini, dan tidak ada jumlah setoran siapa pun. Nama KSM ini, tanggal dan "
    "kode setorannya terbaca: lembar ini untuk KSM itu saja."
)
_GREEN: Final = "#1f6f54"
_PARTS: Final = files("danabergulir.render") / "html"
_FULL: Final = 1000
_HEIGHT: Final = 120
_WIDTH: Final = 360
_MARGIN: Final = 70
"""Room beside a graph for its marks in words."""
_DARK: Final = "#44525c"
_LIGHT: Final = "#d8dee2"
_FROM_MILLE: Final = 10
_LINEAR: Final = 0.04045
_LIGHTEST: Final = 1.05
_READABLE: Final = 4.5


def render(page: PublicPage) -> bytes:
    """Return a page as one file of UTF-8; the bytes depend on the page alone."""
    body = "\n".join(_slip(page) if page.is_slip else _board(page))
    words = {
        "title": _text(page.title),
        "month": _text(page.month),
        "upk": _text(page.upk),
        "place": _text(page.place[0]),
        "day": _text(page.day),
        "code": _text(page.code),
        "head": _text(page.head),
        "root": _text(page.root),
        "size": _text(page.size),
        "range": _text(page.range),
        "colour": page.colour if page.colour and _is_dark(page.colour) else _GREEN,
        "months": "\n".join(
            f'<tr><td>{_text(month)}</td><td class="kode">{_text(head)}</td><td class="kanan">{_text(count)}</td></tr>'
            for month, head, count in page.months
        ),
        "privacy": _OF_ONE_KSM if page.is_slip else _OF_NOBODY,
        "body": body,
        "data": page.data,
        "style": _part("halaman.css"),
        "script": _part("halaman.js"),
    }
    return Template(_part("halaman.html")).substitute(words).encode("utf-8")


def _is_dark(colour: str) -> bool:
    """Return whether white letters can be read on a colour: a contrast of 4.5, by the formula of WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return _LIGHTEST / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= _READABLE


def _part(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")


def _text(words: object) -> str:
    """Return words as they may stand in a page, between marks as well as within their quotation marks."""
    return escape(printable(str(words), "utf-8"))


def _board(page: PublicPage) -> Iterator[str]:
    board: Any = page.board  # the words of the notice board, finished there
    fund = board["fund"]
    yield '<section aria-labelledby="dana-judul"><h2 id="dana-judul">Dana yang dikelola</h2>'
    yield f'<p class="besar">{_text(fund["whole"])}</p><p>{_text(fund["borrowers"])}</p>'
    yield _bar(fund["length"])
    yield f"<p>Dipinjam KSM: <strong>{_text(fund['lent'])}</strong> ({_text(fund['lent-share'])}). "
    yield f"Kas dan bank: <strong>{_text(fund['at-hand'])}</strong>.</p>"
    yield '<div class="kotak">'
    yield from (
        _box(title, item[figure], item[said], item[below])
        for title, item, figure, said, below in (
            ("Dipinjamkan", board["lent"], "month", "month-words", "year"),
            ("Kembali", board["repaid"], "month", "month-words", "year"),
            ("Menunggak", board["late"], "share", "words", "amount"),
        )
    )
    punctual = board["punctual"]
    yield _box("KSM tepat waktu", punctual["count"], punctual["words"], "")
    yield "</div></section>"
    yield '<section aria-labelledby="kinerja-judul"><h2 id="kinerja-judul">Kinerja</h2><div class="kotak">'
    yield from (_box(name, value, grade, meaning) for name, value, grade, meaning in page.tiles)
    yield "</div>"
    yield from (_graph(title, graph) for title, graph in page.graphs)
    yield "</section>"
    yield from _ranking(board["ranking"])
    yield f"<section><p>{_text(board['complaints'])}</p><p class='catatan'>{_text(board['note'])}</p></section>"


def _box(title: str, figure: str, words: str, below: str) -> str:
    lines = "".join(f"<p>{_text(line)}</p>" for line in (words, *below.split("\n")) if line)
    return f'<div><p>{_text(title)}</p><p class="angka">{_text(figure)}</p>{lines}</div>'


def _bar(length: int) -> str:
    return f'<span class="batang" aria-hidden="true"><span style="width:{length / _FROM_MILLE:g}%"></span></span>'


def _ranking(ranking: Mapping[str, Any]) -> Iterator[str]:
    yield '<section aria-labelledby="rw-judul"><h2 id="rw-judul">Peringkat RW</h2>'
    if not ranking["rows"]:
        yield "<p>Belum ada angsuran yang jatuh tempo.</p>"
    else:
        heads = ("", "RW", "Kembali", "Tepat waktu", "Menunggak")
        yield "<table><thead><tr>" + "".join(f'<th scope="col">{_text(head)}</th>' for head in heads) + "</tr></thead>"
        yield "<tbody>"
        for row in ranking["rows"]:
            cells = (row["rank"], row["rw"], row["percent"], f"{row['punctual']} KSM", f"{row['late']} KSM")
            shown = [f"<td>{_text(cell)}</td>" for cell in cells]
            shown[2] = f"<td>{_text(row['percent'])}{_bar(row['length'])}</td>"
            yield f"<tr>{''.join(shown)}</tr>"
        yield "</tbody></table>"
    yield f"<p>{_text(ranking['rest'])}</p></section>" if ranking["rest"] else "</section>"


def _graph(title: str, graph: Mapping[str, Any]) -> str:
    """Return two bars for each month, the first light and the second dark, and below what they are in words."""
    slot = _WIDTH / max(len(graph["months"]), 1)
    drawn = []
    for at, month in enumerate(graph["months"]):
        for number, length in enumerate(month["lengths"]):
            height = length * _HEIGHT / _FULL
            left = at * slot + slot * (0.12 + 0.4 * number)
            fill = (_LIGHT, _DARK)[number % 2]
            drawn.append(
                f'<rect x="{left:.1f}" y="{_HEIGHT - height:.1f}" width="{slot * 0.36:.1f}" height="{height:.1f}" '
                f'fill="{fill}" stroke="#1d2a33" stroke-width=".5"/>'
            )
        if month["label"]:
            middle = at * slot + slot / 2
            drawn.append(
                f'<text x="{middle:.1f}" y="{_HEIGHT + 14}" font-size="12" text-anchor="middle">'
                f"{_text(month['label'])}</text>"
            )
    for length, words in graph["marks"]:
        y = _HEIGHT - length * _HEIGHT / _FULL
        drawn.append(f'<line x1="0" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#6b7a84" stroke-dasharray="2 3"/>')
        drawn.append(f'<text x="{_WIDTH + 4}" y="{y + 4:.1f}" font-size="11">{_text(words)}</text>')
    legend = "".join(
        f'<p><span class="kunci" style="background:{(_LIGHT, _DARK)[number % 2]}"></span>{_text(words)}</p>'
        for number, words in enumerate(graph["legend"])
    )
    said, box = _text(f"{title}: {'; '.join(graph['legend'])}"), f"-8 -14 {_WIDTH + _MARGIN} {_HEIGHT + 34}"
    picture = f'<svg role="img" aria-label="{said}" viewBox="{box}">{"".join(drawn)}</svg>'
    return f"<h3>{_text(title)}</h3>{picture}{legend}"


def _slip(page: PublicPage) -> Sequence[str]:
    rows = [
        f'<tr data-kode="{_text(item.code)}" data-bukti="{escape(item.proof)}"><td>{_text(item.day)}<br>'
        f'{_text(item.number)}</td><td><span class="kode">{_text(item.code)}</span><br>{_text(item.fate)}</td>'
        f'<td class="terbukti"></td></tr>'
        for item in page.receipts
    ]
    pictures = [
        f"<details><summary>{_text(item.day)}, {_text(item.number)}</summary>"
        f'<img class="qr" alt="QR bukti {_text(item.number)}" src="{qr.as_png_uri(item.proof)}"></details>'
        for item in page.receipts
    ]
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Tanggal, bukti", "Kode", "Periksa"))
    return (
        '<section aria-labelledby="setoran-judul"><h2 id="setoran-judul">Setoran yang tercatat di buku</h2>',
        f"<p>Setoran bertanggal {_text(page.range)}. Yang lebih lama ada di lembar bulan sebelumnya.</p>",
        "<p>Cocokkan tiap kode dengan kuitansi di tangan. Kuitansi dari masa itu yang tidak ada di sini, atau setoran "
        "di sini yang tidak ada kuitansinya, tanyakan kepada UPK, BKM, atau pengawas.</p>"
        if rows
        else "<p>Tidak ada setoran dalam masa itu.</p>",
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>",
        "<h3>Bukti untuk pemeriksa</h3><p>Tiap gambar membuktikan satu setoran terhadap akar di bawah, tanpa "
        "memperlihatkan setoran KSM lain.</p>"
        if pictures
        else "",
        *pictures,
        "</section>",
    )
