"""The tests: they mirror comptoir/; `house` tests the code itself, `e2e` drives a real browser."""
