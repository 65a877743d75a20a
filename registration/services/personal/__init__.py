"""Personal data (PDPA): who looked at whom, and a number in full for a reason. Decision 0106."""
