"""Views of the monthly reports and of the summary."""
