"""Where a dossier's books come from: its package, its settings, its journals."""
