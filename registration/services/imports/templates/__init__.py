"""Files to fill, one for each kind that people fill by hand: our heads, lists to choose from, what is known already.

What they write is read by the reader of any other file, without a finding.
"""

from registration.services.imports.templates.roster import roster_file
from registration.services.imports.templates.sales import sales_file

__all__ = ["roster_file", "sales_file"]
