"""Floor 3: the queue, its worker and its retries. Keeps names and ids; knows no domain."""
