"""Photographs and scans as pictures."""
