"""Handing documents in: the page for it, uploads in pieces, and the part that every page with a mailbox includes."""
