"""Taking packages into a city: each is checked by itself and against those of its UPK, and stops nobody but itself."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from danabergulir.domain.city.packages import PackageReceived
from danabergulir.operations.audit.package_check import refuse_no_folder
from danabergulir.operations.city import lake as lakes
from danabergulir.operations.city.handed_in import package_folders
from danabergulir.operations.city.judging import Tell, judged
from danabergulir.operations.city.storing import keep_findings, move, written


def take_in(
    places: Sequence[Path], city: Path, received_on: date, *, instead: bool = False, tell: Tell = lambda *_: None
) -> list[PackageReceived]:
    """Take the sound packages in these places into ``city`` and return what became of each, in their order.

    A package that the city has already changes nothing; with ``instead`` another one of the same month takes its place.
    Raises as ``refuse_no_folder`` and ``lake.writing``.
    """
    refuse_no_folder(places)
    folders = list(package_folders([place for place in places if place.resolve() != city.resolve()]))
    with lakes.writing(city) as lake:
        found, moved = judged(lake, folders, received_on, instead=instead, tell=tell)
        move(lake, moved)
        found = written(lake, found, received_on, tell)
        keep_findings(lake, found, received_on)
    places_of = {folder: number for number, folder in enumerate(folders)}
    return [item.received for item in sorted(found, key=lambda item: places_of[item.handed.folder])]
