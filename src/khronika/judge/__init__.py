"""The trained judge: which passages tell of a happening, of which kind and status, and which words belong to it."""
