"""`python -m leads_mock.testing.child`: `leads-mock` that ends when nobody holds its lease any more.

The lease is the file on its standard input: whoever needs the mock holds a shared lock on it.
"""

import fcntl
import os
import signal
import sys
import threading

from leads_mock.cli import main


def _end_with_the_lease() -> None:
    fcntl.flock(0, fcntl.LOCK_EX)  # waits for the last holder, however that ends
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_lease, daemon=True).start()
    sys.exit(main())
