"""Mapping the columns of a file: its first rows, what each column is, and what every row will become."""
