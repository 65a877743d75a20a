"""Files that people hand in: judged before they are read."""
