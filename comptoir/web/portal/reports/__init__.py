"""Reports as of a day: due-date balances, trial balance, result by period; on the page, as Excel and as PDF."""
