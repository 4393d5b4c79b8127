"""The check: any deployment against the contract, from outside."""
