"""What pages need words for."""

from dataclasses import dataclass


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
    graph: str
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
    not_in_release: str
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
    all_of: str
    text_cut: str
    in_the_data: str
    more_here: str
    left_out: str
    evidence_left: str
    values_of: str
    leads_here: str
    back_to: str
    filter: str
    filter_terms: str
    filter_questions: str
    no_match: str
    terms_cut: str
    at_place: str
    occurs_nowhere: str
    did_you_mean: str
    outside: str
    table: str
    answer_as: str
    coordinates: str
    map: str
    origin_stated: str
    origin_inferred: str
    origin_editorial: str
    origin_external: str
    origin_absent: str
    kind_ontology: str
    kind_shapes: str
    kind_data: str
    kind_editorial: str
    kind_external: str
    kind_inferred: str
    kind_validation: str
    kind_catalogue: str
    modified: str
    compressed: str
    guide: str
    guide_more: str
    guide_things: str
    guide_things_more: str
    guide_sparql_more: str
    guide_questions_more: str
    guide_versions: str
    guide_versions_more: str
    fault_many_parameters: str
    fault_long_path: str
    fault_path_control: str
    fault_name_control: str
    fault_value_control: str
    fault_long_value: str
    fault_page: str
    fault_no_page: str
    fault_no_iri: str
    fault_no_values: str
    fault_no_list: str
    fault_no_form: str
    fault_no_question: str
    fault_no_part: str
    fault_not_implied: str

    def status(self, status: str) -> str:
        """Return the words for an assertion status; an unknown one stands for itself."""
        return {
            "stated": self.status_stated,
            "implied-by-layout": self.status_layout,
            "editorial-inference": self.status_editorial,
            "external": self.status_external,
        }.get(status, status)

    def scope_of(self, scope: str) -> str:
        """Return the words for what a dump holds."""
        return {
            "graph": self.scope_graph,
            "dataset": self.scope_dataset,
            "catalogue": self.scope_catalogue,
        }.get(scope, scope)

    def kind_of(self, kind: str) -> str:
        """Return the words for what a named graph is for; an unknown kind stands for itself."""
        return str(getattr(self, f"kind_{kind}", kind))

    def origin(self, origin: str) -> str:
        """Return the words for where the answer to a question comes from."""
        return str(getattr(self, f"origin_{origin}", origin))
