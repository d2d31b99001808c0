"""Pictures that a telephone reads: the QR of a short text."""

import segno


def as_svg(text: str) -> str:
    """Return the QR of a text as SVG without a margin; one with a quarter of it dirty is still read."""
    picture: str = segno.make_qr(text, error="q", boost_error=False).svg_inline(border=0, omitsize=True)
    return picture


def as_png_uri(text: str) -> str:
    """Return the QR of a long text as the address of a picture that holds itself, a dot to a module."""
    address: str = segno.make_qr(text, error="l", boost_error=False).png_data_uri(border=4)
    return address
