"""The site: settings, entry points, and the two things every app may import, thai and clock."""
