"""The workbook beside the worked examples is the one that its script makes."""

import openpyxl

from example_workbook import PATH, SHEETS, save


def _cells(path):
    book = openpyxl.load_workbook(path)
    return {page.title: (list(page.values), sorted(map(str, page.merged_cells.ranges))) for page in book}


def test_the_workbook_of_the_example_is_made_by_its_script(tmp_path):
    """Whoever changes the script writes the workbook anew."""
    assert _cells(PATH) == _cells(save(SHEETS, tmp_path / "buku.xlsx"))
