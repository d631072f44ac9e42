"""What people do in the archive, a module for each of its subjects."""
