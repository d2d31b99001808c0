"""The set of a month or a year in a folder, as ``laporan`` leaves it."""

from danabergulir.files import write_whole
from danabergulir.render.month_files import month_files


def write_month(found, folder, forms):
    """Write a set into ``folder`` and return the paths."""
    files = month_files(found, folder, forms)
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(files)
    return list(files)
