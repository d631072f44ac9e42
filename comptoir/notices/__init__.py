"""Floor 4: what is sent to people: a row in the same transaction first, then a job. Keeps ids; knows no domain."""
