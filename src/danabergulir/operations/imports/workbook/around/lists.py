"""The lists around the loans: heads of the RW, the inventory, and the officers who sign."""

from collections.abc import Iterable, Mapping

from danabergulir.domain.groups import rw_number
from danabergulir.operations.imports.workbook.around.planned import PlannedRow
from danabergulir.operations.imports.workbook.around.profile import Fact
from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.headings import ListKind
from danabergulir.operations.imports.workbook.sheets import Sheet


def head_rows(records: Iterable[Record], known: Iterable[str]) -> list[PlannedRow]:
    """Return the heads of RW that the ledger does not know yet; of one that stands twice the last line counts."""
    columns = ("rw", "ketua", "telepon", "alamat", "mulai")
    found: dict[str, PlannedRow] = {}
    for record in records:
        rw = rw_number(record.get("rw"))
        if rw and record.get("ketua") and rw not in known:
            found[rw] = PlannedRow({**{name: record.get(name) for name in columns}, "rw": rw}, record)
    return list(found.values())


def asset_rows(records: Iterable[Record], asker: Asker) -> list[PlannedRow]:
    """Return the inventory; for how long things are used is asked once where no column says so."""
    rows = []
    for record in records:
        life = record.get("umur_bulan")
        if not life:
            why = "umur barang tidak tertulis; tulis berapa bulan dipakai, misalnya 48, atau 0 bila tidak disusutkan"
            life = asker.constant("umur_bulan", why, (), str.isdigit) or ""
        cells = {"nama": record.get("barang"), "umur_bulan": life}
        more = ("tanggal_beli", "harga", "sudah_disusutkan", "tempat")
        cells |= {name: record.get(name) for name in more}
        quantity = record.get("jumlah")
        rows.append(PlannedRow({**cells, "jumlah": quantity if quantity != "0" else ""}, record, {"nama": "barang"}))
    return rows


def officer_rows(officers: Mapping[str, Fact], known: Mapping[str, str], sheet: Sheet) -> list[PlannedRow]:
    """Return those who sign for a post that the profile names nobody for."""
    record = Record(ListKind.NOTHING, sheet, 0, {})
    return [
        PlannedRow({"jabatan": post, "nama": fact.value}, record)
        for post, fact in officers.items()
        if post not in known
    ]
