"""The closing of a round: its checklist and its job."""
