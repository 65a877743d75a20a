"""The invented world of the tests: the cast, what they make, the ground it stands on."""
