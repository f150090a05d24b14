"""Room: site. A static site of the published view: pages, map, search, feeds, downloads; works from a file, asks for nothing.

Knows no archive; the release folder that it offers is handed in.
"""

from khronika.site.build import Edition, site_pages
from khronika.site.write import Written, write_site

__all__ = ["Edition", "Written", "site_pages", "write_site"]
