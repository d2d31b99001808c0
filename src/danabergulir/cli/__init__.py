"""The command line: parse words, call one operation or report, print, exit with a status.

Start-up is a feature. A module here imports typer, the standard library, ``danabergulir.errors`` and its neighbours,
and everything else inside the command that needs it.
"""
