"""What changed since the last visit, run by run, in plain words."""
