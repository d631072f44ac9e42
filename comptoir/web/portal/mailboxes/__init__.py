"""The rooms of what is handed in: the mailboxes, what is in progress, the document history; and a document opened there."""
