"""The mock, tested from outside."""
