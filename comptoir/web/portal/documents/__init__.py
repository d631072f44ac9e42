"""Documents in the portal: their bytes, the pictures of their pages, and the viewer that every room includes."""
