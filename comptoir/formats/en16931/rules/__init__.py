"""The rules of EN 16931 by their identifiers, and our own arithmetic beside them; each rule tells what it found."""
