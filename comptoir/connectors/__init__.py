"""Floor 2b: one folder per accounting package; each turns its API or folder into records."""
