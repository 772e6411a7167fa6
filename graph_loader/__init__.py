"""Sources to records to quads, and the workspace that keeps them."""
