"""What became of packages, and whose they are: those without an id are of the book that goes on under one."""

from collections.abc import Iterator, Mapping, Sequence

from danabergulir.domain.city.packages import MonthPackage, PackageOutcome, PackageReceived
from danabergulir.domain.city.succession import NAMED, unproved
from danabergulir.errors import Finding
from danabergulir.frozen import Struct, replace
from danabergulir.operations.city.handed_in import HandedIn


class Judgement(Struct, frozen=True):
    """A package with what became of it."""

    handed: HandedIn
    received: PackageReceived

    @property
    def kept(self) -> MonthPackage | None:
        """Return the package where the city has it now, None where it was refused."""
        return None if self.received.outcome is PackageOutcome.REFUSED else self.handed.package


def judgement(handed: HandedIn, outcome: PackageOutcome, findings: Sequence[Finding]) -> Judgement:
    """Return what becomes of a package; the heads of its entries are not needed any more."""
    package = handed.package and replace(handed.package, entry_heads={})
    light = replace(handed, package=package)
    return Judgement(light, PackageReceived(str(handed.folder), outcome, package, tuple(findings)))


def under_one_id(
    found: Sequence[Judgement], known: Sequence[MonthPackage], same: Mapping[str, str]
) -> tuple[list[Judgement], Mapping[str, str]]:
    """Return what was judged, each package under the id of its book, and which ids that the city has are other ones.

    ``same`` says which ids made of names are those of which book, as far as packages say; it counts where one that has
    the id is sound.
    """
    kept = {item.kept.sender.id for item in found if item.kept} | {package.sender.id for package in known}
    proved = {name: own for name, own in same.items() if own in kept}
    settled = [_settled(item, proved) for item in found]
    before = [_under(package, proved) for package in known]
    told = list(_told(settled, before))
    return told, {name: own for name, own in proved.items() if any(package.sender.id == name for package in known)}


def _settled(item: Judgement, proved: Mapping[str, str]) -> Judgement:
    if item.kept is None or item.kept.sender.id not in proved:
        return item
    handed = replace(item.handed, package=_under(item.kept, proved))
    return judgement(handed, item.received.outcome, item.received.findings)


def _under(package: MonthPackage, proved: Mapping[str, str]) -> MonthPackage:
    own = proved.get(package.sender.id)
    return replace(package, sender=replace(package.sender, id=own)) if own else package


def _told(found: Sequence[Judgement], known: Sequence[MonthPackage]) -> Iterator[Judgement]:
    """Yield what was judged, with a word about those that may be of one book, although nothing proves it.

    It is said once: of the first package that has an id, and of one without that comes later still.
    """
    every = [*known, *(item.kept for item in found if item.kept)]
    named = [package for package in every if package.sender.id.startswith(NAMED)]
    own = [package for package in known if not package.sender.id.startswith(NAMED)]
    firsts = {package.sender.id: package for package in sorted(every, key=lambda package: package.last, reverse=True)}
    for item in found:
        package, outcome = item.kept, item.received.outcome
        if package is None or outcome is not PackageOutcome.TAKEN or not named:
            yield item
            continue
        is_named = package.sender.id.startswith(NAMED)
        others = own if is_named else named if firsts[package.sender.id] is package else ()
        why = unproved(package, others)
        yield judgement(item.handed, outcome, (*item.received.findings, why)) if why else item
