"""The connector for accounting software that leaves its books as FEC exports in a folder, one file per fiscal year.

Beside the exports may lie `partners.csv` and `pieces.csv` (see `sidecars`), and PDF and UBL files (see `documents`).
"""
