"""Room: release. The folder that is published: tables, layouts of others, provenance, what changed, a manifest.

Reads the published view alone (see `disclosure`); knows no archive and no working table.

What else is published (bulletins, sites, figures) is built upon the same view, and on nothing else:

    from khronika.archive.publishing import archive_view      # of an archive, in a room above this one
    with Archive(folder).reading() as session:
        view = archive_view(session, day)                     # disclosure.View

    view.events      events and figures (`model.Event`), masked and coarsened; ids are those of the archive
    view.mentions    what each passage says (`model.Mention`); quotes are words of the shown documents
    view.documents   the shown sources (`model.Document`): sentences of what is shown alone, offsets as in the whole text;
                     without title, address and day where the document also tells of something kept back
    view.coarsened   ids of events whose place is coarser than the archive's
    view.decisions   what was kept back and why (`disclosure.Decision`): for the holder of the archive, never for export

`disclosure.published_view(documents, mentions, events, reports, policy, today)` makes the same view without an archive.
These names are stable; what is published may use all of them but `decisions`.
"""

from khronika.release.folder import MANIFEST, release_files, write_release

__all__ = ["MANIFEST", "release_files", "write_release"]
