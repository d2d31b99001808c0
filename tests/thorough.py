"""How hard the tests try: as before every commit, or as in a whole night (``FAULTS=full``, ``poe long``)."""

import os

THOROUGH = os.environ.get("FAULTS") == "full"
