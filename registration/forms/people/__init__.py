"""Forms: people and their accounts."""
