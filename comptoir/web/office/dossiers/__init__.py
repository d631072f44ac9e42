"""The firm's dossiers: the list, a new one, a dossier's page, closing it."""
