"""How fast the mock and the check are, next to others: `python -m benchmarks.against_bare`, and so on.

Each script is one row of the goals; `python -m benchmarks.report` runs all and writes docs/performance.md.
"""
