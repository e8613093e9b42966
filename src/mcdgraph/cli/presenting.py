"""What the reader of a report on a terminal is given beside the findings."""

import os
import sys

from mcdgraph import __version__
from mcdgraph.checking import Checked
from mcdgraph.reporting import Presentation
from mcdgraph.settings import Settings


def presentation(checked: Checked, settings: Settings) -> Presentation:
    """Give a report's reader the lines of source and the prefixes."""
    colour = not os.environ.get("NO_COLOR") and sys.stdout.isatty()
    return Presentation(
        sources={str(file.path): file for file in checked.corpus.files},
        prefixes=settings.prefixes,
        version=__version__,
        colour=colour,
    )
