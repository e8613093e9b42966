"""Data files of recorded documents, written from mappings of fact sheets.

A fact sheet is a table that somebody made who read a document. ``sheets/SHEET.toml`` maps its rows
to statements, and says of each row that is not asserted why not. Every statement gets the status
``recorded`` (``computed`` for a sum) and the row as evidence.
"""
