"""Turtle, TriG, N-Triples and N-Quads: read with places, written in one form."""
