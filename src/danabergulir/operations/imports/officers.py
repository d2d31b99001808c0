"""The officers that a workbook names: into the profile, for posts that nobody is written down for."""

from datetime import datetime

from danabergulir.frozen import replace
from danabergulir.ledger.read import registers
from danabergulir.operations.csv_table import Faults, Table, read_lines
from danabergulir.operations.desk import Book, recording
from danabergulir.operations.imports.once import Imported
from danabergulir.operations.imports.values import read_name


def import_officers(path: Book, file: Table, now: datetime, *, trial: bool = False) -> Imported:
    """Write each officer of a table into the profile, whose newest version is continued. Raises ``FaultyDataError``."""
    faults = Faults("pengurus")
    with recording(path, now, trial=trial) as desk:
        since = max(desk.first_open_on, registers.version_days(desk.connection, "profil")[-1])
        profile = registers.profile(desk.connection, since)
        officers = dict(profile.officers)
        found = 0
        for line in read_lines(file, ("jabatan", "nama"), (), faults):
            if line.require("jabatan", "nama"):
                found += 1
                officers.setdefault(line.read("jabatan", read_name, "-"), line.read("nama", read_name, "-"))
        faults.raise_if_any()
        if officers != profile.officers:
            desk.writer.set_profile(replace(profile, officers=officers), since)
    return Imported(found, (("Pengurus", found),), ())
