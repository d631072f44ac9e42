"""Tables of any origin, text with separators or a sheet of a workbook: rows of cells; amounts and days told and read."""
