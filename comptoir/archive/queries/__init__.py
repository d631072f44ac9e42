"""What the archive can tell, a module for each of its subjects."""
