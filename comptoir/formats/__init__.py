"""Floor 2a: bytes to records and back, one folder per format."""
