"""The control API, under `/__admin`: what tests do with the mock besides what its clients do."""
