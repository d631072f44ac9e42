"""Floor 10: the command line: what an administrator scripts. Each command calls one action or query and prints."""
