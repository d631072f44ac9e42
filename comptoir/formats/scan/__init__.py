"""Pages without text: drawn anew in grey, put straight, and recognised by tesseract, a program of its own with limits."""
