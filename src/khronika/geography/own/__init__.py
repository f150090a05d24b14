"""The user's own places: lists, GeoNames country files and overrides, compiled into one file each and laid over the shipped ones.

    FILE ─source─▶ lines ─table | geonames | overrides─▶ Entry or Problem ─build─▶ NAME.khg ─layer─▶ Layered gazetteer

Knows no texts and no commands. Which files are in force is decided in `home` and `geography.current`.
"""
