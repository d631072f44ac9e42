"""Floor 9: connections to accounting packages, and the runs that bring the books."""
