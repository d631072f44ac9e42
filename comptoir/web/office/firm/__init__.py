"""The firm itself: what it is called, its logo, how clients reach it, and which figures they see."""
