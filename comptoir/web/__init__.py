"""Floor 10: the doors for people: the client's portal, the firm's office, public pages; all stand on shared."""
