"""Watched folders: below the firm's one for each dossier, in it one for each mailbox; what lies there is handed in."""
