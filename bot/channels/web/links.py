"""Messages as HTML for the public pages."""

from markupsafe import Markup

from bot.base.links import Piece, pieces


def as_html(text: str) -> Markup:
    return Markup("").join(_html(piece) for piece in pieces(text))


def _html(piece: Piece) -> Markup:
    if piece.address is None:
        return Markup.escape(piece.text)
    return Markup('<a href="{}" rel="noopener">{}</a>').format(piece.address, piece.text)
