"""An independent deployment of Update Lead, its faulty relatives and its lawful ones."""
