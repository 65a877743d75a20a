"""Personal data (PDPA): who looked, revealing a number, what is held of a person, how long. Decisions 0105-0108."""
