"""Generated input for both tools: no answer without an envelope, no exception of ours, nothing that grows."""
