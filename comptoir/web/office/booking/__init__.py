"""How a dossier's documents are booked, as the firm says: who checks, what goes by itself, numbers, rules."""
