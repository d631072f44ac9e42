"""The first page of the portal: what to do first, then the key figures and charts of a fiscal year."""
