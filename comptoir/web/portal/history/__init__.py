"""The history: what customers and suppliers owe and are owed, their accounts, and the general accounts."""
