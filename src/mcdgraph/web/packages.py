"""The dataset for search engines and for packages of research data: JSON that is no RDF dump."""

import json

from mcdgraph.catalogue import DatasetFacts
from mcdgraph.formats import CROISSANT, Format
from mcdgraph.web.site import language, site


def schema_org() -> str:
    """Return the dataset as schema.org has it, to stand in a page of the language at hand."""
    return _text(_facts(language()).schema_org())


def package(form: Format) -> str:
    """Return the dataset as Croissant or RO-Crate, in the first language of the graph."""
    facts = _facts(site().settings.languages[0])
    return _text(facts.croissant() if form == CROISSANT else facts.ro_crate())


def _facts(tag: str) -> DatasetFacts:
    here = site()
    return DatasetFacts(
        settings=here.settings,
        digest=here.release.digest,
        dumps=here.release.manifest.dumps,
        language=tag,
    )


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
