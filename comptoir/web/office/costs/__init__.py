"""The cost categories: the firm's schema, and a dossier's own."""
