"""Forms: a round's journey."""
