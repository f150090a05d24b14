"""Room: release. The folder that is published: tables, layouts of others, provenance, what changed, a manifest.

Reads the published view alone (see `disclosure`); knows no archive and no working table.
"""

from khronika.release.folder import MANIFEST, release_files, write_release

__all__ = ["MANIFEST", "release_files", "write_release"]
