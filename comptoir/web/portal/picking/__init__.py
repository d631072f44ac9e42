"""Many rows of a list at once: picked one by one, or all that its filter leaves.

A list takes part with a `Kind` (what its rows are) in `kinds.py`, a `Bar` in its context, and the templates of
`portal/picking/`: everything works as a form of tick boxes, and `picking.js` adds the sum and the keys.
"""
