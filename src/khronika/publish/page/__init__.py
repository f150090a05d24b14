"""`chronicle.html`: one self-contained page, readable without JavaScript, with map and timeline where there is some."""

from khronika.publish.page.render import render_page

__all__ = ["render_page"]
