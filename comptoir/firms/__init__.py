"""Floor 5: firms, dossiers, people, seats and rights: the root of tenancy."""
