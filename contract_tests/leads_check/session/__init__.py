"""One run against one deployment: send, remember, put back."""
