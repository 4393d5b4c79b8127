"""What was seen: pure data, no I/O."""
