"""The mock: serves the contract from memory and keeps its rules."""
