"""EN 16931: what electronic invoices of every syntax have in common, and the rules that they should keep."""
