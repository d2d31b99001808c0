"""Who is called about what, as an address book for phones (vCard 3.0, RFC 2426): heads of KSM and of RW."""

from collections.abc import Iterable, Iterator

from danabergulir.frozen import Struct
from danabergulir.reports.exports.content_lines import folded, parted, plain


class Contact(Struct, frozen=True):
    """A person of the register: ``title`` is what the person is in ``body``, ``note`` what a treasurer looks for."""

    key: str
    name: str
    title: str
    body: str
    note: str
    phone: str
    address: str


def contacts_text(contacts: Iterable[Contact], book: str) -> str:
    """Return a card for each contact; ``book`` tells those of one book from another's."""
    return folded(line for contact in contacts for line in _card(contact, book))


def _card(contact: Contact, book: str) -> Iterator[tuple[str, str]]:
    yield "BEGIN", "VCARD"
    yield "VERSION", "3.0"
    yield "UID", f"{contact.key}@{book}.danabergulir"
    yield "N", parted("", contact.name, "", "", "")  # a name that is not split into family and given
    yield "FN", plain(contact.name)
    yield "ORG", plain(contact.body)
    yield "TITLE", plain(contact.title)
    if contact.phone:
        yield "TEL;TYPE=CELL", plain(contact.phone)
    if contact.address:
        yield "ADR;TYPE=HOME", parted(*("", "", contact.address), *("",) * 4)
    yield "NOTE", plain(contact.note)
    yield "END", "VCARD"
