"""Pages: a round's journey."""
