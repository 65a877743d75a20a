"""Tables that an office brings: uploads, their columns and rows, applying and undoing."""
