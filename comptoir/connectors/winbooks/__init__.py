"""WinBooks: a dossier folder on disk, as DBF tables or exported texts, with the documents that lie in it.

The rules and where they are written: docs/connectors/winbooks.md.
"""
