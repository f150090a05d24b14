"""Room: review. A person reads the sources and decides: the web page over an archive, on this machine alone.

Pages are made on the server and work without JavaScript; each address with `.json` gives the same as JSON. Each decision
is one statement of the archive's ledger (`archive.reviewing`). Reads an index of its own, `derived/review.sqlite`, which
is made again when lost. Needs the extra `review`.
"""
