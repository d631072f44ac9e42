"""The guide for end clients as PDF."""
