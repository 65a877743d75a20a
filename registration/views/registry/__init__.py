"""Pages: producers and products."""
