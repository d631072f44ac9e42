"""PDF: what a file claims to be, checked by opening it."""
