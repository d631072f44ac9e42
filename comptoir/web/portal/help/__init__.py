"""The help: frequent questions, searched and read, and the guide as PDF."""
