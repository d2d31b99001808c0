"""The reference in Indonesian, made from the program itself: every command, report, rule, table, status and error.

``poe anew`` writes the pages; ``tests/test_reference.py`` says which are out of date. Nothing on them is by hand.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from command_tree import walked
from danabergulir.cli.app import COMMANDS
from danabergulir.dates import Year
from danabergulir.demonstration.build import Demonstration
from danabergulir.domain.policy.file import policy_text, written_rules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.ledger.file.described import TABLES, described
from danabergulir.ledger.file.views import VIEWS
from danabergulir.operations.month import monthly_reports
from danabergulir.operations.year import yearly_reports
from danabergulir.render.screen.page import shown
from danabergulir.reports.model.paper import in_a_sentence
from danabergulir.reports.model.sheet import Report
from danabergulir.reports.month import catalog as of_month
from danabergulir.reports.year import catalog as of_year

FOLDER = Path(__file__).parents[1] / "examples" / "rujukan"
GALLERY = Path(__file__).parent / "transcripts" / "galat"
STATUSES = {
    0: ("selesai", "Tidak perlu apa-apa."),
    1: ("ada temuan: datanya terbaca, dan ada yang salah di dalamnya", "Baca baris-barisnya, perbaiki, lalu ulangi."),
    2: ("salah tulis: perintah, pilihan, atau nilainya", "Ikuti baris Saran, atau baca `--help` perintah itu."),
    3: ("tidak ditemukan: KSM, pinjaman, bukti, atau akun", "Periksa nomor atau namanya dengan perintah `cari`."),
    4: ("ditolak oleh aturan; tidak ada yang dicatat", "Baris Saran menyebut apa yang boleh."),
    5: ("file buku tidak dapat dipakai", "Tunjuk file yang benar, atau pulihkan dari cadangan."),
    130: ("dihentikan dengan Ctrl-C", "Layar menyebut bila ada yang sudah dicatat."),
    141: ("pembaca di ujung pipa berhenti membaca", "Tidak perlu apa-apa."),
}
"""What each exit status means, and what to do."""
_MADE = "*Halaman ini dibuat oleh program dari isinya sendiri. Jangan diubah dengan tangan.*\n"
_ROWS_SHOWN = 3


def pages(demonstration: Demonstration) -> dict[str, str]:
    """Return every page by its path below the folder."""
    made = {f"perintah/{name}.md": _command_page(name) for entries in COMMANDS.values() for name in entries}
    monthly = {report.name: report for report in _monthly(demonstration)}
    yearly = {
        report.name: report for report in yearly_reports(demonstration.ledger, Year(demonstration.month.year - 1), ())
    }
    for entry in (*of_month.CATALOG, *of_month.ON_REQUEST):
        made[f"laporan/{entry.name}.md"] = _report_page(entry, monthly[entry.name], "satu bulan", "2026-01")
    for entry in of_year.CATALOG:
        made[f"laporan-tahun/{entry.name}.md"] = _report_page(entry, yearly[entry.name], "satu tahun", "2026")
    made["kebijakan.md"] = _policy_page()
    made["isi-buku.md"] = _schema_page(demonstration.ledger)
    made["status.md"] = _status_page()
    made["galat.md"] = _trouble_page()
    made["README.md"] = _index()
    return {name: text if text.endswith("\n") else f"{text}\n" for name, text in made.items()}


def _monthly(demonstration: Demonstration) -> Sequence[Report]:
    asked = [entry.name for entry in of_month.ON_REQUEST]
    return [
        *monthly_reports(demonstration.ledger, demonstration.month),
        *monthly_reports(demonstration.ledger, demonstration.month, asked),
    ]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *([_cell(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


class _Page:
    """Takes what a command says of itself and writes it down as Markdown."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._heading = ""

    def write_usage(self, prog: str, args: str, prefix: str = "") -> None:  # noqa: ARG002 - as typer calls it
        self.parts.append(f"```text\n{prog} {args}\n```\n\n")

    @contextmanager
    def section(self, heading: str) -> Iterator[None]:
        before, self._heading = self._heading, heading
        self.parts.append(f"**{heading}**\n\n")
        yield
        self._heading = before
        if not self.parts[-1].endswith("\n\n"):
            self.parts.append("\n")

    @contextmanager
    def indentation(self) -> Iterator[None]:
        yield

    def write_paragraph(self) -> None:
        pass

    def write_text(self, text: str) -> None:
        self.parts.append(f"{text}\n\n")

    def write(self, text: str) -> None:
        self.parts.append(f"    {text.strip()}\n")

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None:
        self.parts.append(_table((self._heading, "Arti"), [(f"`{name.strip()}`", told) for name, told in rows]))


def _command_page(name: str) -> str:
    parts = []
    for path, found, context in walked(name):
        page = _Page()
        found.format_help(context, page)  # type: ignore[arg-type]  # it writes what a formatter does
        parts.append(f"{'#' * len(path)} {' '.join(path)}\n\n{''.join(page.parts)}")
    back = "[Semua perintah](../README.md#perintah) · [Arti status](../status.md)\n"
    return "\n".join([*(part.rstrip() + "\n" for part in parts), back, _MADE])


def _report_page(entry: of_month.ReportEntry | of_year.YearEntry, report: Report, span: str, period: str) -> str:
    section = report.section
    columns = [
        (f"`{column.key}`", ": ".join(filter(None, (column.group, column.title))) or "-", column.kind.value)
        for column in section.columns
    ]
    rows = [[shown(cell) for cell in row.cells] for row in section.data[:_ROWS_SHOWN]]
    example = _table([f"`{column.key}`" for column in section.columns], rows) if rows else f"{section.empty_note}\n\n"
    notes = [f"* {note}" for note in dict.fromkeys((*section.notes, *report.notes))]
    code = f" (model {entry.form_code})" if entry.form_code else ""
    return (
        f"# {entry.name}\n\n{in_a_sentence(entry.title)}{code}, {span}. {entry.help}\n\n"
        f"    danabergulir laporan {period} --hanya {entry.name}\n"
        f"    danabergulir laporan {period} --hanya {entry.name} --format csv\n\n"
        f"## Kolom\n\nKolom pertama juga nama pada CSV dan JSON.\n\n{_table(('Kolom', 'Judul', 'Jenis'), columns)}"
        f"## Contoh\n\nBaris pertama dari buku contoh.\n\n{example}"
        + ("## Catatan\n\nDari buku contoh.\n\n" + "\n".join(notes) + "\n\n" if notes else "")
        + f"Dari mana sebuah angka: `danabergulir jelaskan {period} {entry.name} KUNCI`. "
        + "[Semua laporan](../README.md#laporan-bulan)\n\n"
        + _MADE
    )


def _policy_page() -> str:
    above = re.findall(r"^((?:# [^\n]+\n)+)\[{1,2}(\w+)\]{1,2}$", policy_text(DEFAULT_POLICY), re.MULTILINE)
    title_of = {table: " ".join(line.removeprefix("# ") for line in told.splitlines()) for told, table in above}
    tables: dict[str, list[tuple[str, str, str]]] = {}
    for rule in written_rules(DEFAULT_POLICY):
        place, _, key = rule.key.partition(".")
        tables.setdefault(place, []).append((f"`{key}`", f"`{rule.value}`", rule.comment))
    parts = [
        "# Kebijakan\n\nAturan yang boleh ditetapkan BKM, dengan nilai bawaan dan asal angkanya. Yang tidak ditulis"
    ]
    parts.append(" dalam file memakai nilai bawaan.\n\n    danabergulir kebijakan bawaan --ke kebijakan.toml\n")
    parts.append("    danabergulir kebijakan tetapkan kebijakan.toml --mulai 2026-01-01 --coba\n\n")
    for place, rows in tables.items():
        name = place.partition("[")[0]
        title = title_of.get(name, "").rstrip(".")
        heading = f"## {place}\n\n"
        told = f"{title}.\n\n" if title and (not place.endswith("]") or place.endswith("[1]")) else ""
        parts.append(heading + told + _table(("Kunci", "Bawaan", "Arti dan asalnya"), rows))
    return "".join(parts) + _MADE


def _schema_page(ledger: Path) -> str:
    with closing(sqlite3.connect(ledger)) as connection:
        shape = described(connection)
    parts = [
        "# Isi buku\n\nBuku adalah satu file SQLite, yang dapat dibuka dengan alat SQLite apa pun. Tampilan (view) ",
        "memakai kata-kata lapangan dan cukup untuk memeriksa; tabel di bawahnya tidak pernah diubah, hanya ditambah. ",
        "Contoh pertanyaan: [dibaca-auditor.md](../dibaca-auditor.md); rantainya: [rantai.md](../rantai.md).\n\n",
    ]
    for heading, wanted in (("Tampilan", True), ("Tabel", False)):
        parts.append(f"## {heading}\n\n")
        for table, columns in shape.items():
            if (table in VIEWS) is wanted:
                rows = [(f"`{column.name}`", column.storage.lower(), column.words) for column in columns]
                parts.append(f"### {table}\n\n{TABLES.get(table, '')}\n\n{_table(('Kolom', 'Disimpan', 'Arti'), rows)}")
    return "".join(parts) + _MADE


def _status_page() -> str:
    rows = [(str(status), meaning, todo) for status, (meaning, todo) in STATUSES.items()]
    return (
        "# Status keluar\n\nSetiap perintah berakhir dengan sebuah angka, untuk baris cron dan program lain.\n\n"
        + _table(("Status", "Arti", "Yang dilakukan"), rows)
        + "Pesan salah selalu dua baris: `Galat:` apa yang salah, `Saran:` apa yang dapat dilakukan. Semuanya di "
        + "[galat.md](galat.md).\n\n"
        + _MADE
    )


_ERROR = re.compile(r"^Galat: (?P<told>.+)\n(?:Saran: (?P<hint>.+)\n)?(?:\[(?P<status>\d+)\])?", re.MULTILINE)


def _trouble_page() -> str:
    parts = [
        "# Kesulitan dan jalan keluarnya\n\nSetiap pesan salah yang dikenal, dengan perintah yang menimbulkannya.\n\n"
    ]
    known: set[str] = set()
    for path in sorted(GALLERY.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        rows = []
        for block in re.findall(r"^```console[^\n]*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            for played in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                found = list(_ERROR.finditer(played))
                if not found:
                    continue
                last = found[-1]
                kind = re.sub(r'"[^"]*"|\d[\d.,-]*', "…", last["told"])
                if kind not in known:
                    known.add(kind)
                    command = re.split(r"\n(?!  )", played.replace("\\\n", ""))[0]
                    rows.append(
                        (last["told"], last["hint"] or "", last["status"] or "", f"`{' '.join(command.split())}`")
                    )
        if rows:
            title = in_a_sentence(path.stem.replace("-", " ").replace("ksm", "KSM dan"))
            parts.append(f"## {title}\n\n{_table(('Galat', 'Saran', 'Status', 'Perintah'), rows)}")
    return "".join(parts) + _MADE


def _index() -> str:
    parts = [
        "# Rujukan\n\nUntuk mencari sesuatu dengan cepat. Belajar dari awal: ",
        "[panduan-bendahara.md](../panduan-bendahara.md). In English: [walkthrough.md](../walkthrough.md).\n\n",
        "* [Kebijakan](kebijakan.md): setiap aturan, nilai bawaannya, dan asalnya\n",
        "* [Isi buku](isi-buku.md): tampilan, tabel, dan kolom\n",
        "* [Kesulitan dan jalan keluarnya](galat.md)\n* [Status keluar](status.md)\n",
        "* [Komputer dan terminal](../komputer.md): pengaturan, tombol Tab, layar panjang, data melalui pipa\n",
        "* [Naik versi](../naik-versi.md)\n* [Berhenti memakai program ini](../berhenti.md)\n\n## Perintah\n\n",
    ]
    for heading, entries in COMMANDS.items():
        lines = [(f"[{name}](perintah/{name}.md)", entry.summary) for name, entry in entries.items()]
        parts.append(f"### {heading}\n\n{_table(('Perintah', 'Untuk'), lines)}")
    for heading, folder, catalog in (
        ("Laporan bulan", "laporan", (*of_month.CATALOG, *of_month.ON_REQUEST)),
        ("Laporan tahun", "laporan-tahun", of_year.CATALOG),
    ):
        lines = [(f"[{entry.name}]({folder}/{entry.name}.md)", entry.help) for entry in catalog]
        parts.append(f"## {heading}\n\n{_table(('Laporan', 'Isinya'), lines)}")
    return "".join(parts) + _MADE


def options_of(name: str) -> Mapping[str, list[str]]:
    """Return the options of a command and those below it, by the words that call them."""
    return {
        " ".join(path): [
            flag for param in found.params for flag in (*param.opts, *param.secondary_opts) if flag[0] == "-"
        ]
        for path, found, _ in walked(name)
    }
