"""Pages of what was handed in: turned, left out, in another order; one document split, several merged. All undone again.

Received bytes never change: each of these makes a file of its own.
"""
