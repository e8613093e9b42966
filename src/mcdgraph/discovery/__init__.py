"""Looks at a folder of RDF that nobody has described, and says what it takes it for."""

from mcdgraph.discovery.checkout import DescribedFolder, describe_folder
from mcdgraph.discovery.guess import Guess, discover
from mcdgraph.discovery.settings_file import new_settings_text, settings_text
from mcdgraph.discovery.summary import summary

__all__ = [
    "DescribedFolder",
    "Guess",
    "describe_folder",
    "discover",
    "new_settings_text",
    "settings_text",
    "summary",
]
