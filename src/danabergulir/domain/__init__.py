"""The field's rules as frozen values and pure functions: no I/O, no clock, no SQL."""
