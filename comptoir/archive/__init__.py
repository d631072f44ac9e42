"""Floor 7: the client's view of booked pieces: payment state, Handled, documents."""
