"""Floor 6: documents by content hash, original bytes untouched."""
