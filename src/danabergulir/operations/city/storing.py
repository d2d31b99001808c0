"""Writing packages into the tables of a city, and what was found in them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from os import sep
from pathlib import Path
from typing import Any, Final

from danabergulir.domain.city.continuity import TWIN
from danabergulir.domain.city.packages import PackageOutcome
from danabergulir.operations.city import lake as lakes
from danabergulir.operations.city.handed_in import (
    TAKEN_IN,
    HandedIn,
    fingerprint,
    kept_columns,
    unreadable,
    written_columns,
)
from danabergulir.operations.city.judgements import Judgement, judgement
from danabergulir.operations.city.judging import Tell
from danabergulir.operations.city.lake import Lake
from danabergulir.operations.city.tables import NO_MONTH, TABLES


def written(lake: Lake, judged: Sequence[Judgement], received_on: date, tell: Tell) -> list[Judgement]:
    """Write the packages that are taken, month by month, and return all; one that DuckDB cannot read is refused."""
    taking = [item for item in judged if item.received.outcome in {PackageOutcome.TAKEN, PackageOutcome.REPLACED}]
    months = sorted({_month(item.handed) for item in taking})
    refused: dict[Path, Judgement] = {}
    for number, month in enumerate(months):
        tell("Menulis data kota", number, len(months))
        items = [item for item in taking if _month(item.handed) == month]
        for item in _unreadable(lake, month, items, received_on):
            why = [*item.received.findings, unreadable(item.handed.folder)]
            refused[item.handed.folder] = judgement(item.handed, PackageOutcome.REFUSED, why)
    return [refused.get(item.handed.folder, item) for item in judged]


def _unreadable(lake: Lake, month: str, items: Sequence[Judgement], received_on: date) -> Iterator[Judgement]:
    """Write the packages of a month and yield those that cannot be read; half of them are tried apart until found."""
    _load_packages(lake, [item.handed for item in items], received_on)
    try:
        lakes.replace_month(lake, month, {table: _query(lake, table, month, items) for table in _WRITTEN}, _OF_THESE)
    except lakes.unreadable():
        if len(items) == 1:
            yield items[0]
            return
        middle = len(items) // 2
        for half in (items[:middle], items[middle:]):
            yield from _unreadable(lake, month, half, received_on)


def move(lake: Lake, ids: Mapping[str, str]) -> None:
    """Write the rows of UPK without an id under the one of their book, in every month that has any."""
    if not ids:
        return
    lakes.load(lake, "id_baru", {"lama": "VARCHAR", "baru": "VARCHAR"}, sorted(ids.items()))
    gone = "id_upk IN (SELECT lama FROM id_baru)"
    for (month,) in lake.rows(f"SELECT DISTINCT bulan FROM paket WHERE {gone} ORDER BY bulan"):
        lakes.replace_month(lake, month, {table: _moved(table, month) for table in TABLES}, gone)


def _moved(table: str, month: str) -> str:
    """Return the rows of a table and month that change hands."""
    others = ", ".join(f"t.{name}" for name in TABLES[table] if name != "id_upk")
    return (
        f"SELECT n.baru AS id_upk, {others} FROM (SELECT * FROM {table} WHERE bulan = '{month}') AS t "
        "JOIN id_baru AS n ON n.lama = t.id_upk"
    )


_WRITTEN: Final = (*TAKEN_IN, "paket")
_OF_THESE: Final = "id_upk IN (SELECT id_upk FROM paket_baru)"


def _month(handed: HandedIn) -> str:
    assert handed.package is not None, handed.folder
    return str(handed.package.month)


def _load_packages(lake: Lake, handed: Sequence[HandedIn], received_on: date) -> None:
    """Make the table ``paket_baru`` of these packages, with the folder of each."""
    columns = {**TABLES["paket"], "folder": "VARCHAR"}
    lakes.load(lake, "paket_baru", columns, [_package_row(item, received_on) for item in handed])


def _package_row(handed: HandedIn, received_on: date) -> Sequence[Any]:
    package = handed.package
    assert package is not None, handed.folder
    sender, judged = package.sender, package.judged
    before, end = package.entries_before, package.entries
    return (
        *(sender.id, sender.upk, sender.board, sender.kelurahan, sender.kecamatan, sender.city, sender.province),
        *(package.first, package.last, package.opened_on, received_on, package.digest, package.layout, package.program),
        *(package.before.number, package.before.digest, package.head.number, package.head.digest),
        *((before.number, before.digest) if before else (None, None)),
        *((end.number, end.digest) if end else (None, None)),
        package.key_name,
        *(judged.missed_from, "".join(f";{code};" for code in judged.ccr_except), judged.usual_count),
        str(handed.folder),
    )


def _query(lake: Lake, table: str, month: str, items: Sequence[Judgement]) -> str:
    """Return the statement that has the new rows of a table and month."""
    if table == "paket":
        return f"SELECT {', '.join(TABLES[table])} FROM paket_baru"
    names = ", ".join(TABLES[table])
    queries = _queries(table, [item.handed for item in items])
    whole = " UNION ALL ".join(f"({query})" for query in queries) or f"SELECT {names} FROM {table} WHERE false"
    if table != "jadwal":
        return whole
    # What was agreed stays: only what no earlier month has is kept, else every month would hold every schedule.
    same = " AND ".join(f"known.{name} IS NOT DISTINCT FROM given.{name}" for name in TABLES[table])
    held = [item for item in lakes.months_of(lake, table) if item < month]
    listed = ", ".join(f"'{item}'" for item in held) or "''"
    return (
        f"SELECT {names} FROM ({whole}) AS given WHERE NOT EXISTS (SELECT 1 FROM "
        f"(SELECT * FROM jadwal WHERE bulan IN ({listed}) AND {_OF_THESE}) AS known WHERE {same})"
    )


def _queries(table: str, handed: Sequence[HandedIn]) -> Iterator[str]:
    """Yield a statement for each way in which the files of a table are written; each knows whose rows they are."""
    for delimiter in sorted({item.delimiter for item in handed}):
        files = [item.file_of(table) for item in handed if item.delimiter == delimiter and table in item.tables]
        if files:
            cells = ", ".join(f"{sql} AS {name}" for name, (_, sql) in kept_columns(table).items())
            source = lakes.csv_source(files, written_columns(table), delimiter)
            yield (
                f"SELECT p.id_upk, {cells} FROM {source} AS f JOIN paket_baru AS p "
                f"ON f.berkas = concat(p.folder, '{sep}{table}.csv')"
            )


def keep_findings(lake: Lake, judged: Sequence[Judgement], received_on: date) -> None:
    """Keep what was found in each package, in the month it is of; what a sound package has made good is let go."""
    rows: dict[str, list[Sequence[Any]]] = {}
    sound: dict[str, set[str]] = {}
    for item in judged:
        package, received = item.handed.package, item.received
        month = str(package.month) if package else NO_MONTH
        if package and received.outcome in {PackageOutcome.TAKEN, PackageOutcome.REPLACED}:
            sound.setdefault(month, set()).add(package.sender.id)
        if received.outcome is not PackageOutcome.KNOWN:
            rows.setdefault(month, []).extend(_finding_rows(item, received_on))
    for month in sorted(rows.keys() | sound.keys()):
        lakes.load(lake, "temuan_baru", TABLES["temuan"], rows.get(month, []))
        lakes.load(lake, "sudah_baik", {"id_upk": "VARCHAR"}, [[one] for one in sorted(sound.get(month, ()))])
        good = f"pemeriksaan <> '{TWIN}' AND id_upk IN (SELECT id_upk FROM sudah_baik)"
        ((new,),) = lake.rows(_NEW)
        ((old,),) = lake.rows(f"SELECT count(*) FROM temuan WHERE bulan = $month AND {good}", month=month)
        if new or old or month not in lakes.months_of(lake, "temuan"):
            again = "(sidik, folder) IN (SELECT (sidik, folder) FROM temuan_baru)"
            lakes.replace_month(lake, month, {"temuan": "SELECT * FROM temuan_baru"}, f"({good}) OR {again}")


_NEW: Final = """
    SELECT count(*) FROM temuan_baru AS n WHERE NOT EXISTS (
        SELECT 1 FROM temuan AS t WHERE t.sidik = n.sidik AND t.folder = n.folder AND t.keterangan = n.keterangan)
"""


def _finding_rows(item: Judgement, received_on: date) -> Iterator[Sequence[Any]]:
    package, received = item.handed.package, item.received
    sender = package.sender if package else None
    for number, finding in enumerate(received.findings, start=1):
        yield (
            *((sender.id, sender.upk, sender.kelurahan, sender.kecamatan) if sender else ("", "", "", "")),
            item.handed.folder.name,
            package.digest if package else fingerprint(item.handed.folder),
            received.outcome.value,
            number,
            *(finding.check, finding.subject, finding.message, finding.hint, finding.severity),
            received_on,
        )
