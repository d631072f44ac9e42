"""E-mails that come for mailboxes: those that came, and from where they are fetched."""
