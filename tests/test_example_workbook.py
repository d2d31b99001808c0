"""The workbooks beside the worked examples are the ones that their script makes."""

import openpyxl
import pytest

from example_workbook import WORKBOOKS, save


def _cells(path):
    book = openpyxl.load_workbook(path)
    return {page.title: (list(page.values), sorted(map(str, page.merged_cells.ranges))) for page in book}


@pytest.mark.parametrize(("path", "sheets"), WORKBOOKS.items(), ids=[path.stem for path in WORKBOOKS])
def test_a_workbook_of_the_examples_is_made_by_its_script(path, sheets, tmp_path):
    """Whoever changes the script writes the workbook anew."""
    assert _cells(path) == _cells(save(sheets, tmp_path / "buku.xlsx"))
