"""Room: disclosure. What may leave an archive and how coarse: masked names, coarsened places and dates, withheld kinds.

Every export is made from the published view that this room makes, never from the working tables.
"""
