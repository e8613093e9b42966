"""The words of the pages themselves, in each language that pages are written in."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The words of one language; ``{}`` in a text is filled by the template."""

    language_name: str
    skip: str
    ontology: str
    shapes: str
    query: str
    questions: str
    dumps: str
    dataset: str
    navigation: str
    language: str
    ask: str
    ask_more: str
    take: str
    take_more: str
    read: str
    read_more: str
    hierarchy: str
    hierarchy_more: str
    figures: str
    figures_more: str
    stated: str
    enumerated: str
    gap: str
    things: str
    things_more: str
    statements: str
    statement: str
    graphs: str
    asserted: str
    asserted_more: str
    inferred: str
    inferred_more: str
    inferred_short: str
    why: str
    why_asserted: str
    why_inferred: str
    proof: str
    told_above: str
    incoming: str
    incoming_more: str
    conveys: str
    conveys_more: str
    also_called: str
    evidence: str
    characters: str
    described_in: str
    other_forms: str
    nothing_asserted: str
    previous: str
    following: str
    page_of: str
    more_than: str
    classes: str
    object_properties: str
    data_properties: str
    annotation_properties: str
    individuals: str
    node_shapes: str
    property_shapes: str
    contents: str
    query_more: str
    query_text: str
    run: str
    saved: str
    row: str
    rows: str
    cut: str
    no_rows: str
    yes: str
    no: str
    truncated: str
    open_in_editor: str
    query_as_written: str
    answer: str
    sparql_endpoint: str
    dumps_more: str
    left_out: str
    scope: str
    checksum: str
    scope_graph: str
    scope_dataset: str
    scope_catalogue: str
    dataset_more: str
    version: str
    release: str
    licence: str
    kind: str
    graph_contents: str
    not_found: str
    says_nothing: str
    error: str
    back_home: str
    status_stated: str
    status_layout: str
    status_editorial: str
    status_external: str
    status_stated_more: str
    status_layout_more: str
    status_editorial_more: str
    status_external_more: str
    legend: str

    def status(self, status: str) -> str:
        """Give the words for an assertion status; an unknown one stands for itself."""
        return {
            "stated": self.status_stated,
            "implied-by-layout": self.status_layout,
            "editorial-inference": self.status_editorial,
            "external": self.status_external,
        }.get(status, status)

    def scope_of(self, scope: str) -> str:
        """Give the words for what a dump holds."""
        return {
            "graph": self.scope_graph,
            "dataset": self.scope_dataset,
            "catalogue": self.scope_catalogue,
        }.get(scope, scope)


ENGLISH: Final = Texts(
    language_name="English",
    skip="Skip to content",
    ontology="Ontology",
    shapes="Shapes",
    query="Query",
    questions="Questions",
    dumps="Downloads",
    dataset="Dataset",
    navigation="Main",
    language="Language",
    ask="Ask",
    ask_more="Write SPARQL, or start from a saved question.",
    take="Download",
    take_more="The whole graph in six formats, with checksums.",
    read="Understand",
    read_more="Every class and property, defined.",
    hierarchy="Who is under whom",
    hierarchy_more="Each line leads to a page, and there to the sentences that say it.",
    figures="Stated and counted",
    figures_more="Where a source gives a figure and a list, and the two differ.",
    stated="stated",
    enumerated="listed",
    gap="not listed",
    things="What the graph describes",
    things_more="Classes by number of things.",
    statements="statements",
    statement="statement",
    graphs="graphs",
    asserted="What is said",
    asserted_more="Statements as their sources make them, each with what stands behind it.",
    inferred="What follows",
    inferred_more="Concluded by reasoning from what is said; no source says it in these words.",
    inferred_short="inferred",
    why="Why?",
    why_asserted="A source says so.",
    why_inferred="No source says so in these words; it follows from what sources say.",
    proof="How it follows",
    told_above="concluded above",
    incoming="What points here",
    incoming_more="Statements of which this is the value.",
    conveys="What this passage says",
    conveys_more="Statements that rest on it.",
    also_called="Also called",
    evidence="Evidence",
    characters="characters {} to {}",
    described_in="Described in",
    other_forms="This page as data",
    nothing_asserted="Nothing is said of it; it is only mentioned.",
    previous="Previous",
    following="Next",
    page_of="Page {} of {}",
    more_than="more than {}",
    classes="Classes",
    object_properties="Object properties",
    data_properties="Data properties",
    annotation_properties="Annotation properties",
    individuals="Individuals",
    node_shapes="Node shapes",
    property_shapes="Property shapes",
    contents="Contents",
    query_more="SPARQL 1.1, read only. Prefixes of the graph need not be declared.",
    query_text="Query",
    run="Run",
    saved="Saved questions",
    row="row",
    rows="rows",
    cut="Only the beginning is shown; ask the endpoint for all of it.",
    no_rows="No row: the graph does not say.",
    yes="Yes",
    no="No",
    truncated="Only the first {} rows are shown; ask the endpoint for all of them.",
    open_in_editor="Open in the editor",
    query_as_written="The query",
    answer="Answer",
    sparql_endpoint="SPARQL endpoint",
    dumps_more="The same graph in each format. Every file also comes compressed with gzip.",
    left_out="left out of this release:",
    scope="Holds",
    checksum="SHA-256",
    scope_graph="all statements, as one graph",
    scope_dataset="all statements, by named graph",
    scope_catalogue="the description of the dataset",
    dataset_more="What this dataset is, what it holds, and how to get it.",
    version="Version",
    release="Release",
    licence="Licence",
    kind="Kind",
    graph_contents="What this graph describes",
    not_found="Not found",
    says_nothing="The graph says nothing of",
    error="This did not work",
    back_home="Back to the home page",
    status_stated="stated",
    status_layout="implied by layout",
    status_editorial="our reading",
    status_external="external",
    status_stated_more="a sentence of the source says it",
    status_layout_more="the source's layout says it, no sentence does",
    status_editorial_more="the editors conclude it; the source does not say it",
    status_external_more="it comes from another source",
    legend="Where statements come from",
)

FRENCH: Final = Texts(
    language_name="Français",
    skip="Aller au contenu",
    ontology="Ontologie",
    shapes="Formes",
    query="Requête",
    questions="Questions",
    dumps="Téléchargements",
    dataset="Jeu de données",
    navigation="Principal",
    language="Langue",
    ask="Interroger",
    ask_more="Écrire du SPARQL, ou partir d'une question enregistrée.",
    take="Télécharger",
    take_more="Le graphe entier en six formats, avec les sommes de contrôle.",
    read="Comprendre",
    read_more="Chaque classe et chaque propriété, définies.",
    hierarchy="Qui dépend de qui",
    hierarchy_more="Chaque ligne mène à une page, et de là aux phrases qui le disent.",
    figures="Annoncé et dénombré",
    figures_more="Quand une source donne un chiffre et une liste, et que les deux diffèrent.",
    stated="annoncés",
    enumerated="énumérés",
    gap="non énumérés",
    things="Ce que le graphe décrit",
    things_more="Les classes, par nombre de choses.",
    statements="énoncés",
    statement="énoncé",
    graphs="graphes",
    asserted="Ce qui est dit",
    asserted_more="Les énoncés tels que leurs sources les font, chacun avec ce qui l'appuie.",
    inferred="Ce qui s'ensuit",
    inferred_more="Conclu par raisonnement de ce qui est dit ; aucune source ne le dit ainsi.",
    inferred_short="inféré",
    why="Pourquoi ?",
    why_asserted="Une source le dit.",
    why_inferred="Aucune source ne le dit en ces termes ; cela suit de ce que disent les sources.",
    proof="Ce dont cela suit",
    told_above="conclu plus haut",
    incoming="Ce qui mène ici",
    incoming_more="Les énoncés dont ceci est la valeur.",
    conveys="Ce que dit ce passage",
    conveys_more="Les énoncés qui s'appuient sur lui.",
    also_called="Autres noms",
    evidence="Source",
    characters="caractères {} à {}",
    described_in="Décrit dans",
    other_forms="Cette page en données",
    nothing_asserted="Rien n'en est dit : cela n'est que mentionné.",
    previous="Précédente",
    following="Suivante",
    page_of="Page {} sur {}",
    more_than="plus de {}",
    classes="Classes",
    object_properties="Propriétés d'objet",
    data_properties="Propriétés de donnée",
    annotation_properties="Propriétés d'annotation",
    individuals="Individus",
    node_shapes="Formes de nœud",
    property_shapes="Formes de propriété",
    contents="Sommaire",
    query_more="SPARQL 1.1, en lecture seule. Les préfixes du graphe n'ont pas à être déclarés.",
    query_text="Requête",
    run="Exécuter",
    saved="Questions enregistrées",
    row="ligne",
    rows="lignes",
    cut="Seul le début est montré ; le point d'accès donne tout.",
    no_rows="Aucune ligne : le graphe ne le dit pas.",
    yes="Oui",
    no="Non",
    truncated="Seules les {} premières lignes sont montrées ; le point d'accès les donne toutes.",
    open_in_editor="Ouvrir dans l'éditeur",
    query_as_written="La requête",
    answer="Réponse",
    sparql_endpoint="Point d'accès SPARQL",
    dumps_more="Le même graphe dans chaque format. Chaque fichier existe aussi compressé par gzip.",
    left_out="absent de cette version :",
    scope="Contient",
    checksum="SHA-256",
    scope_graph="tous les énoncés, en un seul graphe",
    scope_dataset="tous les énoncés, par graphe nommé",
    scope_catalogue="la description du jeu de données",
    dataset_more="Ce qu'est ce jeu de données, ce qu'il contient et comment l'obtenir.",
    version="Version",
    release="Livraison",
    licence="Licence",
    kind="Nature",
    graph_contents="Ce que ce graphe décrit",
    not_found="Introuvable",
    says_nothing="Le graphe ne dit rien de",
    error="Cela n'a pas marché",
    back_home="Retour à l'accueil",
    status_stated="énoncé",
    status_layout="par la mise en page",
    status_editorial="notre lecture",
    status_external="externe",
    status_stated_more="une phrase de la source le dit",
    status_layout_more="la mise en page le dit, aucune phrase ne le fait",
    status_editorial_more="la rédaction le conclut ; la source ne le dit pas",
    status_external_more="cela vient d'une autre source",
    legend="D'où viennent les énoncés",
)

TEXTS: Final[Mapping[str, Texts]] = MappingProxyType({"en": ENGLISH, "fr": FRENCH})
