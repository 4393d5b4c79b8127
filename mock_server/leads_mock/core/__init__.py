"""The rules, pure: no HTTP, no clock, no files."""
