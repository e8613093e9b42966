"""The graph as a dataset: what it is, and whole copies of it."""

from dataclasses import replace

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as Redirection

from mcdgraph.agents.markdown_pages import dataset_markdown
from mcdgraph.catalogue import RO_CRATE_FILE, Scope
from mcdgraph.formats import (
    GRAPH_FORMATS,
    HTML,
    MARKDOWN,
    PACKAGE_FORMATS,
    RO_CRATE,
    Format,
    by_suffix,
)
from mcdgraph.namespaces import STANDARD
from mcdgraph.pages.description import describe_all
from mcdgraph.pages.entity import entity_page
from mcdgraph.pages.lists import list_page
from mcdgraph.pages.portrait import title
from mcdgraph.serialization import serialize
from mcdgraph.web.documents import WRITERS, wants_list, write_thing_page
from mcdgraph.web.dump_files import send_dump
from mcdgraph.web.errors import UnknownResource
from mcdgraph.web.markdown import markdown_writer
from mcdgraph.web.packages import package, schema_org
from mcdgraph.web.parameters import page_number, require_page
from mcdgraph.web.representation import Document, respond, respond_page
from mcdgraph.web.site import language, site, urls
from mcdgraph.web.things import lead_to_document

datasets = Blueprint("datasets", __name__)

#: Every form of the description of the dataset.
FORMS = (HTML, *GRAPH_FORMATS, MARKDOWN, *PACKAGE_FORMATS)
#: Graphs on one page.
GRAPHS = 100
#: Counts by class and by property, which the page leaves to the data.
PARTITIONS = tuple(STANDARD["void"] + name for name in ("classPartition", "propertyPartition"))


@datasets.get("/dataset")
@datasets.get("/dataset.<suffix>")
def dataset(suffix: str = "") -> Response:
    """Return the description of the dataset (DCAT, VoID, PROV)."""
    form = by_suffix(suffix) if suffix else None
    if suffix and form not in FORMS:
        raise UnknownResource(f"{site().addresses.base_iri}dataset.{suffix}")
    return respond(_document(page_number()), form)


@datasets.get(f"/{RO_CRATE_FILE}")
def crate() -> Response:
    """Return the site as a crate, where its readers look (RO-Crate 1.1, clause 3)."""
    return respond(_document(page=1), RO_CRATE)


@datasets.get("/.well-known/void")
def void() -> Response:
    """Return the same description where VoID, clause 7.2, has clients look for it.

    They are programs: one that takes anything gets Turtle, and a page only who asks for one.
    """
    return respond(replace(_document(page_number()), forms=(*GRAPH_FORMATS, HTML, MARKDOWN)))


@datasets.get("/dumps")
def dumps_without_slash() -> Redirection:
    """Lead to the list, relative to where the server is."""
    return redirect(urls().page("/dumps/"), code=308)


@datasets.get("/dumps/")
def dumps() -> Response:
    """List the whole-graph files."""
    manifest = site().release.manifest
    return respond_page(
        lambda: render_template("dumps.html", manifest=manifest, place="/dumps/", data=schema_org())
    )


@datasets.get("/dumps/<name>")
def dump(name: str) -> Response | Redirection:
    """Send a whole-graph file."""
    return send_dump(site().release, name) or lead_to_document()


def _document(page: int) -> Document:
    here, builder = site(), urls()
    iri = here.addresses.base_iri + "dataset"
    catalogue = [g.iri for g in here.release.manifest.graphs if g.kind == "catalogue"]

    def write(form: Format) -> bytes | str:
        if form.spoken:
            return _write_page(form, iri, page)
        if form in PACKAGE_FORMATS:
            return package(form)
        columns = describe_all(here.reader, iri, catalogue, here.addresses.canonical(iri))
        return serialize(columns, form, here.settings.prefixes)

    return Document(
        forms=FORMS,
        write=write,
        locations=lambda form: builder.form(iri, form),
        canonical=here.addresses.canonical(iri),
        links=_signposts(iri),
    )


def _signposts(iri: str) -> tuple[tuple[str, str], ...]:
    """Return what leads a program from the page to the files (signposting.org/FAIR, level 1)."""
    here = site()
    files = (dump.name for dump in here.release.manifest.dumps if dump.scope is Scope.GRAPH)
    author = here.settings.creator.iri
    return (
        ("cite-as", iri),
        ("type", STANDARD["schema"] + "Dataset"),
        ("type", STANDARD["schema"] + "AboutPage"),
        *((("author", author),) if author else ()),
        *(("item", urls().plain(f"/dumps/{name}")) for name in files),
    )


def _write_page(form: Format, iri: str, page: int) -> str:
    """Write what is said of the dataset and a page of its graphs, or a list of its values."""
    if wants_list():
        return write_thing_page(WRITERS[form], iri, page)
    here = site()
    manifest = here.release.manifest
    graphs = list_page(manifest.graphs, page, lambda graph: graph, size=GRAPHS)
    require_page(page, graphs.pages)
    entity = entity_page(here.reader, iri, language())
    groups = [group for group in entity.asserted if group.property.iri not in PARTITIONS]
    if form == MARKDOWN:
        name = title(here.reader, here.portrait.header, language())
        return dataset_markdown(markdown_writer(), entity, groups, graphs, name.text)
    return render_template(
        "dataset.html",
        page=entity,
        groups=groups,
        graphs=graphs,
        manifest=manifest,
        data=schema_org(),
    )
