"""What the built program starts with: the program itself, or one of its modules as ``python -m MODULE`` runs it.

The program reads a workbook in a process of its own, which it starts as Python; where there is no Python, it is this.
"""

import runpy
import sys

from danabergulir.cli.app import main

if sys.argv[1:2] == ["-m"] and sys.argv[2].startswith("danabergulir."):
    del sys.argv[:2]
    runpy.run_module(sys.argv[0], run_name="__main__")
else:
    main()
