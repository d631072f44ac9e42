"""The categories of filed documents: the firm's lists, and what a dossier adds to them."""
