"""Factur-X and ZUGFeRD: a PDF for people with the same invoice as XML inside."""
