"""A document's statements in each format."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.columns.columns import DEFAULT_GRAPH
from mcdgraph.formats import Format
from mcdgraph.release import serializing


def serialize(columns: Columns, form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Write statements as dumps are written; named graphs are kept where the format has them."""
    if not form.quads:
        columns = replace(columns, graph=np.full_like(columns.graph, DEFAULT_GRAPH))
    return "".join(serializing.serialize(columns, form, prefixes)).encode("utf8")
