"""The documentation site, made of the contract, the catalogue of rules, a profile and a report."""
