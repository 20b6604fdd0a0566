"""QR codes as drawings within the page: no picture to load, sharp on paper."""

from markupsafe import Markup

QUIET_ZONE = 4  # modules of white around the code, as ISO/IEC 18004 asks
_CORRECTION = "m"  # readable with 15 per cent of it lost to folds and stains


def qr_svg(address: str) -> Markup:
    """An address as a QR code: an `svg` element without styles, black on white in every colour scheme."""
    import segno  # with the first slip, not with the server

    code = segno.make(address, error=_CORRECTION, micro=False)
    drawing = code.svg_inline(
        omitsize=True, border=QUIET_ZONE, dark="#000", light="#fff", svgclass="slip-code", lineclass=None
    )
    return Markup(drawing)  # noqa: S704  # numbers alone: the address is drawn, not written
