"""The connector for every accounting package that can write its entry lines as a table: CSV or Excel, in a folder.

One row is one line of an entry. Which column is what, and how amounts and days are written, a person has said once (see
`mapping`); told in docs/connectors/csv.md.
"""
