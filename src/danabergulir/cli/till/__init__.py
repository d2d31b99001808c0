"""The counter: a queue of KSM at a terminal, or a line for each receipt through a pipe."""
