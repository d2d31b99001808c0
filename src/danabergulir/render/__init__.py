"""Renderers: a finished report to the screen, a file or paper. They lay out; they never add, drop, order or compute."""
