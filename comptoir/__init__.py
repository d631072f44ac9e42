"""Comptoir: the open, self-hosted platform between an accounting firm and its clients."""
