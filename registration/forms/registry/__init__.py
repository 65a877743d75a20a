"""Forms: producers and products."""
