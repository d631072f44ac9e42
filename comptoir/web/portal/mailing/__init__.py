"""Sending sales invoices by mail: write, look it over, send, see what became of it."""
