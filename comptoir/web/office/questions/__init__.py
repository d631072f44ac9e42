"""The questions that the firm adds to the help of all its dossiers."""
