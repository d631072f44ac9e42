"""Floor 0: money, dates, numbers and words; plain Python that knows nothing of the rest."""
