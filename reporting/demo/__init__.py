"""What the demo shows of reports and letters: months that other districts confirm, letters of a province."""

from reporting.demo.months import catch_up

__all__ = ["catch_up"]
