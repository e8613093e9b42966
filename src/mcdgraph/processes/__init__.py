"""Processes that are forked for what cannot be interrupted, and the bounds that they live in."""
