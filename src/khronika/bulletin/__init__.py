"""Room: bulletin. What happened in a period, as Markdown, HTML or PDF, and every number of it derived again.

Made of the published view alone; knows no archive.
"""

from khronika.bulletin.check import check_bulletin
from khronika.bulletin.period import Period, last_week, read_period
from khronika.bulletin.render import Order, render

__all__ = ["Order", "Period", "check_bulletin", "last_week", "read_period", "render"]
