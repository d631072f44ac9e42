"""Invoices on paper: the words of pages, each with its place, become the facts that a person would read there."""
