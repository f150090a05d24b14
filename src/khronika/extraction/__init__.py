"""Read mentions out of documents: hits of the lexicon, candidates, status, slots, mentions. See `stream`."""
