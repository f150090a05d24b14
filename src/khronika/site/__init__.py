"""Room: site. A static site of the published view: pages, map, search, feeds, downloads; works from a file."""
