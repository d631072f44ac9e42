"""Reports as PDF: tables with groups and sums."""
