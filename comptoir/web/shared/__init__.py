"""What every door stands on: guard, shell, tables, filters, templates, static files."""
