"""Invented grades, for the demo and for national size."""
