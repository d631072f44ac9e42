"""Who sits where: the people of a dossier, and those of the firm."""
