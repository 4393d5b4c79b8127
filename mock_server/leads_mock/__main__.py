"""`python -m leads_mock` is `leads-mock`."""

import sys

from leads_mock.cli import main

sys.exit(main())
