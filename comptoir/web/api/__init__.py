"""The door for programs: JSON, with a personal token instead of a login."""
