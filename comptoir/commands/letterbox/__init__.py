"""The mail server that takes e-mails in for mailboxes, by SMTP or LMTP, and for no other address."""
