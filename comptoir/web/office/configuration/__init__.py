"""What the firm says of a dossier: its journals, bank accounts, third-party accounts, what the portal shows, its people."""
