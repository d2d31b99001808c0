"""The treasurer's own workbook, as it is: opened with care, understood, asked about, recorded whole or not at all."""
