"""Books of an invented Belgian company at any size: the same arguments give the same bytes."""
