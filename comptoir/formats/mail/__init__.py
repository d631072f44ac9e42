"""E-mails: their parts, found in a loop with limits, and what of them is handed in."""
