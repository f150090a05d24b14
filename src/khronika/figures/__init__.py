"""Room: figures. Drawings as SVG: a map of events, bars over time, small multiples. They hold everything they need.

Drawn from what is handed in, the published view where it leaves; knows no archive and no page.
"""

from khronika.figures.bars import Bar, bars, bars_svg, multiples_svg
from khronika.figures.embed import embed_page, png
from khronika.figures.map import Mark, extent, map_svg, marks

__all__ = ["Bar", "Mark", "bars", "bars_svg", "embed_page", "extent", "map_svg", "marks", "multiples_svg", "png"]
