"""The demonstration firm: its books as files, and the loader that brings them in through the front door."""
