"""The checks of registration/checks/table.py over the records of a round: found, stored, answered, shown."""
