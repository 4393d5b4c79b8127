"""Deployments that do harm, or nothing at all, and what becomes of a check that meets them."""
