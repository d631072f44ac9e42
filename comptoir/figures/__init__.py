"""The figures of a dossier: results by period, costs by category, liquidity; made of the ledger's sums."""
