"""Floor 11: settings, root addresses, which name runs which job, and the entry point of the command line."""
