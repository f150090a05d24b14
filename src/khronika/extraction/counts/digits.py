"""Numbers in digits: which marks part thousands and decimals is the pack's `format`; both customs are understood.

1,234.5 and 1 234,5 and 1.234,5 are read where they cannot be misread; a lone mark before three digits is the pack's.
"""

import re
from collections.abc import Callable

from khronika.extraction.counts.schema import Format

_LONGEST = 15


def digits_pattern(form: Format) -> str:
    """Source of the pattern of one number in digits. It matches no part of a longer row of digits."""
    point, other = re.escape(form.decimal), re.escape(_other(form.decimal))
    shapes = [r"\d{1,3}(?:[.,]\d{1,6})?e\+?\d{1,2}(?!\w)"]  # 1.5e6
    shapes += [_grouped(re.escape(mark), point) for mark in form.thousands]
    shapes += [
        rf"\d{{1,3}}(?:{point}\d{{3}})+{other}\d++",  # the other custom, in full
        rf"(?<!\d[.,])\d++{point}\d++(?!{point}\d)",
        rf"(?<!\d[.,])\d++{other}\d{{1,2}}(?!\d|[.,]\d)",
        rf"(?<![\w.,]){point}\d++",
        r"\d++",
    ]
    return rf"(?<!\d)(?:{'|'.join(shapes)})"


def digits_value(form: Format) -> Callable[[str], int | float | None]:
    """A reader of what `digits_pattern` matched; None for rows of digits too long to be a number of anything."""
    point, other = form.decimal, _other(form.decimal)
    groups = str.maketrans("", "", " ',.")

    def value(quote: str) -> int | float | None:
        if len(quote) > 3 * _LONGEST:
            return None
        head, _, power = quote.partition("e")
        if power:
            return neat(float(head.replace(",", ".")) * 10 ** int(power)) if int(power) <= _LONGEST else None
        mark = _decimal_mark(quote, point, other, form.thousands)
        whole, _, part = quote.rpartition(mark) if mark else (quote, "", "")
        whole = whole.translate(groups)
        if len(whole) > _LONGEST + 1:
            return None
        return neat(float(f"{whole or 0}.{part[:12]}")) if part else int(whole)

    return value


def neat(value: float) -> int | float:
    """Whole numbers as int, others rounded to what a text can mean."""
    return int(value) if float(value).is_integer() else round(value, 6)


def _grouped(mark: str, point: str) -> str:
    lone = r"(?<!\d )" if mark in (r"\ ", " ") else ""
    return rf"{lone}\d{{1,3}}(?:{mark}\d{{3}})+(?!\d)(?:{point}\d++(?!{point}\d))?"


def _decimal_mark(quote: str, point: str, other: str, thousands: list[str]) -> str | None:
    """The mark that parts whole and decimals in this number, None where it has no decimals."""
    last = max((quote.rfind(mark), mark) for mark in (point, other))
    at, mark = last
    if at < 0:
        return None
    if mark == point:
        return None if quote.count(mark) > 1 else mark
    tail = len(quote) - at - 1
    if quote.count(mark) > 1 or (tail == 3 and mark in thousands and point not in quote):
        return None
    return mark


def _other(mark: str) -> str:
    return "," if mark == "." else "."
