"""The heads of the RW from a file, as of the day from which they were it, or the first open one."""

from datetime import datetime

from danabergulir.dates import DayOrder, format_form, parse_date
from danabergulir.domain.groups import RwHead
from danabergulir.ledger.read import registers
from danabergulir.operations.csv_table import Faults, Table, read_lines
from danabergulir.operations.desk import Book
from danabergulir.operations.imports.day_order import refuse_two_readings, two_readings
from danabergulir.operations.imports.once import Imported, importing_once
from danabergulir.operations.imports.values import read_name, read_phone, read_rw, read_text

_REQUIRED, _OPTIONAL = ("rw", "ketua"), ("telepon", "alamat", "mulai")
RW_COLUMNS = (*_REQUIRED, *_OPTIONAL)


def import_rw_heads(
    path: Book, file: Table, now: datetime, *, trial: bool = False, order: DayOrder | None = None
) -> Imported:
    """Write down the head of each RW in a file, all or none. Raises ``FaultyDataError``.

    One who began before the opening, or in a closed month, stands in the register from the first open day on.
    """
    if order is None:
        refuse_two_readings(two_readings(file, RW_COLUMNS, "mulai", now.date()))
    faults = Faults("rw")
    with importing_once(path, file, "rw", now, trial=trial) as desk:
        known = dict.fromkeys(registers.rw_heads(desk.connection, now.date()), 0)
        count = 0
        for line in read_lines(file, _REQUIRED, _OPTIONAL, faults):
            if not line.require(*_REQUIRED):
                continue
            rw = line.read("rw", read_rw, "")
            head = RwHead(
                rw,
                line.read("ketua", read_name, "-"),
                line.read("telepon", read_phone, ""),
                line.read("alamat", read_text, ""),
            )
            since = line.read("mulai", lambda word: parse_date(word, order or DayOrder.DAY_FIRST), desk.first_open_on)
            if since > now.date():
                faults.error(line.number, f"mulai: tanggal {format_form(since)} belum tiba")
            elif rw in known:
                where = f" pada baris {known[rw]}" if known[rw] else " di buku"
                faults.error(
                    line.number,
                    f"ketua RW {rw} sudah ada{where}",
                    f"Ganti dengan: danabergulir rw ubah {rw} --ketua ...",
                )
            known.setdefault(rw, line.number)
            count += 1
            if rw:
                desk.writer.add_rw_head(head, max(since, desk.first_open_on))
        faults.raise_if_any()
        places = {ksm.rw for ksm in registers.all_ksm(desk.connection, now.date()).values()}
        without = sorted(places - set(known))
    totals = (("Ketua RW", count), ("RW yang punya KSM, tanpa ketua", len(without)))
    return Imported(count, totals, tuple(faults.findings))
