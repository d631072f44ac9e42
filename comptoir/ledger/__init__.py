"""Floor 6: the mirror of the books: what a synchronisation brought, and its lettering."""
