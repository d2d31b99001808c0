"""Putting a voucher right in one step: it is taken back, and the right one is recorded in its place."""
