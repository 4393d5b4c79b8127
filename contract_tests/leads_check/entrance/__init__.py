"""Command line, configuration and pytest: how a check is asked for."""
