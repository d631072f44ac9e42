"""The texts of mails, of the firm and of a dossier."""
