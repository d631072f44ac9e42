"""Floor 3: the append-only trail. Keeps ids and words only; knows no domain."""
