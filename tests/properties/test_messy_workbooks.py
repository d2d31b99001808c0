"""A clean book written down as messily as people do comes back as the clean book."""

from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from danabergulir.dates import MONTH_NAMES
from danabergulir.domain.accounts import URBAN_CHART, Chart
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.operations.imports.workbook.peta import EMPTY_PETA
from danabergulir.operations.imports.workbook.plan import Ledger
from danabergulir.operations.imports.workbook.sheets import Sheet, Workbook
from danabergulir.operations.imports.workbook.understanding import understand

_LEDGER = Ledger(date(2025, 12, 31), (), Chart(URBAN_CHART), (), frozenset(), DEFAULT_POLICY)
_NAMES = (
    "Anggrek",
    "Mawar Merah",
    "Melati 1",
    "Melati 2",
    "Jumlah Rezeki",
    "Total Usaha",
    "Ketua Jaya",
    "RW Lima",
    "3 Saudara",
)
_HEADINGS = {
    "nama": ("NAMA KSM", "Kelompok", "nama  ksm", "KSM", "Nama KSM/Kelompok"),
    "rw": ("RW", "Rw.", "NO RW"),
    "cair": ("TGL CAIR", "Tanggal Cair", "TGL. PENCAIRAN", "REALISASI", "Tanggal\nRealisasi"),
    "pokok": ("POKOK", "PLAFON", "Pokok Pinjaman", "BESAR PINJAMAN (Rp)"),
    "tenor": ("JW", "Jangka Waktu", "TENOR", "JK. WAKTU (BULAN)"),
    "jasa": ("JASA %", "Jasa", "BUNGA (%)"),
    "dibayar": ("REALISASI POKOK", "Pokok Terbayar"),
    "jasa dibayar": ("REALISASI JASA", "Jasa Terbayar"),
    "saldo": ("SALDO", "SISA PINJAMAN", "Saldo Pokok"),
}  # fmt: skip


@dataclass(frozen=True)
class _Lent:
    name: str
    rw: int
    day: date
    principal: int
    term: int
    percent: str
    paid: int
    jasa_paid: int


@st.composite
def _books(draw):
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=6, unique=True))
    lent = []
    for name in names:
        principal = draw(st.integers(1, 900)) * 100_000
        day = draw(st.dates(date(2020, 1, 1), date(2025, 12, 31)))
        percent = draw(st.sampled_from(["1.5", "1", "2", "1.25"]))
        paid, jasa = draw(st.integers(0, principal - 1)), draw(st.integers(0, principal))
        lent.append(
            _Lent(name, draw(st.integers(1, 20)), day, principal, draw(st.integers(3, 12)), percent, paid, jasa)
        )
    return lent


def _grouped(value):
    return f"{value:,}".replace(",", ".")


_AMOUNTS = (
    int,
    float,
    str,
    _grouped,
    lambda value: f"Rp {_grouped(value)},-",
    lambda value: f" Rp{_grouped(value)} ",
    lambda value: f"{_grouped(value)},00",
    lambda value: f"'{value}",
)
_DAYS = (
    lambda day: day,
    lambda day: day.isoformat(),
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day:%d-%m-%y}",
    lambda day: f"{day.day} {MONTH_NAMES[day.month - 1][:3]} {day.year}",
    lambda day: f"{day.day} {MONTH_NAMES[day.month - 1].upper()} {day.year}",
    lambda day: (day - date(1899, 12, 30)).days,
    lambda day: str((day - date(1899, 12, 30)).days),
)
_PERCENTS = (
    lambda percent: float(percent) / 100,
    float,
    lambda percent: percent.replace(".", ","),
    lambda percent: f"{percent.replace('.', ',')} %",
    lambda percent: f"{percent}%",
)
_TERMS = (int, str, lambda term: f"{term} bulan", lambda term: f"{term} x")
_RWS = (int, str, lambda rw: f"{rw:02d}", lambda rw: f"RW {rw:03d}")
_FOOTERS = ([], [[], ["Sukamaju, 31 Desember 2025"], ["Mengetahui,"], [], ["Siti Contoh"]])


@st.composite
def _sheets(draw, book):
    """Return a sheet of the book: titles, headings in any words and order, values in any form, sums, notes."""
    way = {name: draw(st.sampled_from(ways)) for name, ways in (("day", _DAYS), ("rw", _RWS), ("term", _TERMS))}
    columns = {
        "nama": lambda lent: draw(st.sampled_from(["{}", " {} ", "  {}", "{}\u00a0"])).format(lent.name),
        "rw": lambda lent: way["rw"](lent.rw),
        "cair": lambda lent: way["day"](lent.day),
        "pokok": lambda lent: draw(st.sampled_from(_AMOUNTS))(lent.principal),
        "tenor": lambda lent: way["term"](lent.term),
        "jasa": lambda lent: draw(st.sampled_from(_PERCENTS))(lent.percent),
        "dibayar": lambda lent: draw(st.sampled_from(_AMOUNTS))(lent.paid),
        "jasa dibayar": lambda lent: draw(st.sampled_from(_AMOUNTS))(lent.jasa_paid),
        "saldo": lambda lent: draw(st.sampled_from(_AMOUNTS))(lent.principal - lent.paid),
    }
    if draw(st.booleans()):
        del columns["saldo"]
    order = draw(st.permutations(list(columns)))
    numbers = draw(st.booleans())
    titles = draw(st.lists(st.sampled_from([["DAFTAR PINJAMAN"], [None, None, "UPK MELATI"], []]), max_size=3))
    lines = [*titles, [*(["NO"] if numbers else []), *(draw(st.sampled_from(_HEADINGS[name])) for name in order)]]
    if draw(st.booleans()):
        lines.append(list(range(1, len(lines[-1]) + 1)))
    for at, lent in enumerate(book, 1):
        lines.append([*([at] if numbers else []), *(columns[name](lent) for name in order)])
        if at < len(book) and draw(st.integers(0, 5)) == 0:
            lines.append([])
    if draw(st.booleans()):
        sums = {"pokok": sum(lent.principal for lent in book), "dibayar": sum(lent.paid for lent in book)}
        total = [*([None] if numbers else []), *(sums.get(name) for name in order)]
        total[(order.index("nama") + numbers)] = draw(
            st.sampled_from(["JUMLAH", "Total :", "J u m l a h".replace(" ", "")])
        )
        lines.append(total)
    lines += draw(st.sampled_from(_FOOTERS))
    width = max(map(len, lines))
    return Sheet("Lembar1", tuple((*line, *[None] * (width - len(line))) for line in lines))


@given(st.data())
def test_a_messy_sheet_comes_back_as_the_clean_book(data):
    """Every loan with its day, amounts, term and rate; nothing is asked that the sheet answers."""
    book = data.draw(_books())
    sheet = data.draw(_sheets(book))
    known = understand(Workbook("buku.xlsx", (sheet,)), _LEDGER, EMPTY_PETA)

    assert known.questions == ()
    groups = {row.cells["kode"]: row.cells for row in known.plan.tables["ksm"]}
    found = [
        (
            groups[row.cells["ksm"]]["nama"],
            groups[row.cells["ksm"]]["rw"],
            *(
                row.cells[name]
                for name in ("tanggal_cair", "pokok", "tenor", "jasa_persen", "pokok_terbayar", "jasa_terbayar")
            ),
        )
        for row in known.plan.tables["pinjaman"]
    ]
    assert found == [
        (
            lent.name,
            f"{lent.rw:02d}",
            lent.day.isoformat(),
            str(lent.principal),
            str(lent.term),
            lent.percent,
            str(lent.paid),
            str(lent.jasa_paid),
        )
        for lent in book
    ]
