"""Cells that a spreadsheet program would run: written behind an apostrophe, read back without it.

Source: OWASP, CSV injection: cells that begin with = + - @, a tab or a carriage return.
"""

REASON = "拒绝原因"
PLACE = "出处"
"""Titles of the two columns behind those of the table in a file of refused rows."""

_RUN = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(cell: str) -> str:
    """`cell`, behind an apostrophe where a spreadsheet program would run it; a plain number stays."""
    return "'" + cell if cell.startswith(_RUN) and not _is_number(cell) else cell


def plain_cell(cell: str) -> str:
    """What `safe_cell` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUN) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
