"""The files of WinBooks, desktop accounting software of Belgian firms: a folder of tables, as DBF or as exported text.

The rules and where they are written: docs/connectors/winbooks.md.
"""
