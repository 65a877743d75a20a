"""Pages: people, their accounts and contacts."""
