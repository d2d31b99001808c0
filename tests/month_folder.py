"""The set of a month in a folder, as ``laporan`` leaves it."""

from danabergulir.files import write_whole
from danabergulir.render.month_files import month_files


def write_month(month, folder, forms):
    """Write the set of a month into ``folder`` and return the paths."""
    files = month_files(month, folder, forms)
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(files)
    return list(files)
