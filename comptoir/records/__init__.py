"""Floor 1: the frozen vocabulary that crosses the wall between foreign formats and our database."""
