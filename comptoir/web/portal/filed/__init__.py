"""Miscellaneous and Permanent: lists of filed documents, filing, changing, taking out."""
