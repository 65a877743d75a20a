"""The child of `child.read_in_child`: limits itself, reads a file from its standard input, answers in JSON.

Usage: python -m registration.services.uploads.child_process MEMORY_BYTES CPU_SECONDS NAME
"""

import gc
import json
import resource
import sys

from registration.refusal import Refused
from registration.services.uploads import child, sources


def main(memory_bytes: int, seconds: int, name: str) -> int:
    """0 with the sheets, 3 with the sentence of a refusal; whatever else is an end by a limit."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # it ends with its answer
    try:
        sheets = sources.sheets_of_upload(sys.stdin.buffer.read(), name)
        sys.stdout.write(json.dumps([child.as_plain(sheet) for sheet in sheets]))
    except Refused as refused:
        if isinstance(refused.__cause__, MemoryError):
            raise
        sys.stdout.buffer.write(str(refused).encode())
        return child.REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
