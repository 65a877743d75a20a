"""Units over time: renamed, split, merged, created and ended by decree (decisions 0082 to 0084)."""
