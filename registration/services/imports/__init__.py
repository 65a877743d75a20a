"""What a table that an office brings means and does: read and judged, applied by the rules of typing, undone."""
