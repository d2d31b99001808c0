"""The register of the heads of the RW: dated versions, as of KSM."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from danabergulir.dates import format_form
from danabergulir.domain.groups import RwHead, rw_number
from danabergulir.errors import NotFoundError, RefusedError, perhaps
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.operations.desk import recording
from danabergulir.operations.versions import Changed, check_version


def add_rw_head(path: Path, head: RwHead, since: date, now: datetime) -> list[str]:
    """Write down the head of an RW from a day on, and return what is doubtful.

    Raises ``RefusedError`` where the register names a head of that RW already.
    """
    with recording(path, now) as desk:
        if known := registers.version_days(desk.connection, "rw", rw=head.rw):
            raise RefusedError(
                f"ketua RW {head.rw} sudah tercatat sejak {format_form(known[0])}",
                f"Ketua baru dicatat dengan: danabergulir rw ubah {head.rw} --ketua NAMA --mulai TANGGAL",
            )
        check_version(desk, since, desk.opened_on, "buku ini", "--mulai")
        desk.writer.add_rw_head(head, since)
        groups = registers.all_ksm(desk.connection, since).values()
        return [] if any(ksm.rw == head.rw for ksm in groups) else [f"belum ada KSM di RW {head.rw}"]


def change_rw_head(path: Path, rw: str, since: date, now: datetime, changes: Mapping[str, Any]) -> Changed[RwHead]:
    """Put changed facts about the head of an RW in force from a day on; earlier letters keep the old ones.

    A new name is a new head, whose telephone and address are not those of the old one. Raises ``NotFoundError`` and
    ``RefusedError``.
    """
    with recording(path, now) as desk:
        number = rw_number(rw)
        days = registers.version_days(desk.connection, "rw", rw=number)
        if not days:
            known = registers.rw_heads(desk.connection, now.date())
            raise NotFoundError(
                f"ketua RW {number} belum tercatat",
                f"{perhaps(number, ((name, f'RW {name}') for name in known))}"
                f"Catat dulu: danabergulir rw tambah {number} --ketua NAMA",
            )
        check_version(desk, since, days[-1], f"keterangan ketua RW {number} yang sekarang", "--mulai")
        old = registers.rw_heads(desk.connection, since)[number]
        is_other = changes.get("name", old.name) != old.name
        new = replace(RwHead(old.rw, old.name) if is_other else old, **changes)
        if new == old:
            return Changed(old, is_new=False)
        desk.writer.add_rw_head(new, since)
        return Changed(new, is_new=True)


def list_rw_heads(path: Path, as_of: date) -> list[tuple[str, int, RwHead | None]]:
    """Return each RW that has a head or a KSM: its number, how many KSM it has, and its head; None while unknown."""
    with store.reading(path) as connection:
        heads = registers.rw_heads(connection, as_of)
        places = [ksm.rw for ksm in registers.all_ksm(connection, as_of).values()]
    return [(rw, places.count(rw), heads.get(rw)) for rw in sorted({*heads, *places})]
