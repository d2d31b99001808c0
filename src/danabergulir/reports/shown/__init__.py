"""Views that answer one command: a loan, a voucher, a register."""
