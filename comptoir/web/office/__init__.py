"""The firm's side."""
