"""What can be asked of intake: lists of what was handed in, counts, what waits, journals to choose from."""
