"""Pages without a seat."""
