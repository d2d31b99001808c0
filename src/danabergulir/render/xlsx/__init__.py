"""Reports as a workbook."""
