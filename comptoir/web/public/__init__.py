"""Login, invitations, health: pages without a seat."""
