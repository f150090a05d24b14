"""Numbers as a reader meets them: three significant digits, thousands marked, nothing made more exact than it is."""

from collections.abc import Sequence


def number(value: float | None, digits: int = 3) -> str:
    """A number in plain notation, at least `digits` significant digits; an open limit is said in words."""
    if value is None:
        return "no limit"
    if value != value:
        return "undefined"
    if value == 0:
        return "0"
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    places = max(digits - whole, 0) if whole else _leading(abs(value)) + digits
    return f"{value:,.{min(places, 12)}f}"


def _leading(value: float) -> int:
    """Zeros after the point before the first digit that counts."""
    zeros = 0
    while value < 0.1 and zeros < 12:
        value, zeros = value * 10, zeros + 1
    return zeros


def whole(value: float) -> str:
    """A count or population with thousands marked; person-years keep one decimal."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def percent(level: float) -> str:
    """A level of confidence, such as 95 %."""
    return f"{100 * level:g} %"


def interval(lower: float | None, upper: float | None) -> str:
    """Limits in words: 28.1 to 61.9, at least 3.2 where there is no upper one."""
    if upper is None:
        return f"from {number(lower)}, without an upper limit"
    return f"{number(lower)} to {number(upper)}"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names with commas; the rest is counted."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def times(value: float | None) -> str:
    """A ratio with its word."""
    return "infinitely many times" if value is None else f"{number(value)} times"


def stated(value: float) -> str:
    """A number as somebody stated it, no digit added."""
    return f"{value:,.12g}"
