"""The FEC format (fichier des écritures comptables): one fiscal year of books as 18 columns of text.

Source of the rules: article A. 47 A-1 of the French book of fiscal procedures.
"""
