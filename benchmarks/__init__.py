"""Side-by-side measurements against a named reference, in the same run."""
