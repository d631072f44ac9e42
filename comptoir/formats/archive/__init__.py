"""ZIP files that people hand in: what their directory says, and what they hold, each checked against the other."""
