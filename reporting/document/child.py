"""The process that draws one sheet: JSON in, PDF out. `python -m reporting.document.child`"""

import json
import sys

from reporting.document.rendering import HtmlPage, render


def main() -> None:
    """Reads a sheet from standard input and writes its PDF to standard output."""
    given = json.load(sys.stdin.buffer)
    sheet = HtmlPage(given["html"], tuple(given["styles"]), given["rules"], says_next=given["says_next"])
    sys.stdout.buffer.write(render(sheet).pdf)


if __name__ == "__main__":
    main()
