"""What clients hand in: mailboxes, the channels that fill them, and what becomes of a document until it is booked."""
