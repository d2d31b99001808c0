"""Old data taken in from files: what a cell says, registers, transactions."""
