"""The help: frequent questions, words explained, the guide as PDF; from one source in three languages."""
