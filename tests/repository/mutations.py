"""Corruptions of the shipped graph, each with what must be reported of it.

Unless a mutation says that it is about evidence, the evidence is kept in step: the axiom of a
removed fact goes with it, and an added fact gets one. So it is the shape of the thing itself that
must notice, and not only the evidence shapes.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """A corruption: triples to remove and to add, in Turtle with the data's own prefixes.

    ``focus`` and ``path`` are what a result must name (a path in SPARQL's form); ``evidence``
    is false where the axioms are left as they are.
    """

    name: str
    says: str
    remove: str = ""
    add: str = ""
    focus: str
    path: str
    evidence: bool = True


STRUCTURE = (
    Mutation(
        name="M1",
        says="a project without objective",
        remove="ml-project:emp mcd:hasObjective ml-objective:emp-peacekeeping .",
        focus="ml-project:emp",
        path="mcd:hasObjective",
    ),
    Mutation(
        name="M2",
        says="a post without rank",
        remove="ml-post:dcm-chief mcd:rank rank:officer .",
        focus="ml-post:dcm-chief",
        path="mcd:rank",
    ),
    Mutation(
        name="M3",
        says="a post with two ranks",
        add="ml-post:dcm-chief mcd:rank rank:senior-officer .",
        focus="ml-post:dcm-chief",
        path="mcd:rank",
    ),
    Mutation(
        name="M4",
        says="a rank outside the closed list",
        remove="ml-post:dcm-chief mcd:rank rank:officer .",
        add="ml-post:dcm-chief mcd:rank rank:general .",
        focus="ml-post:dcm-chief",
        path="mcd:rank",
    ),
    Mutation(
        name="M4-text",
        says="a rank given as text",
        remove="ml-post:dcm-chief mcd:rank rank:officer .",
        add='ml-post:dcm-chief mcd:rank "officier"@fr .',
        focus="ml-post:dcm-chief",
        path="mcd:rank",
    ),
    Mutation(
        name="M5",
        says="the MCD under nobody",
        remove="ml:mcd mcd:underOrdersOf ml-post:defence-attache .",
        focus="ml:mcd",
        path="mcd:underOrdersOf",
    ),
    Mutation(
        name="M6",
        says="a cycle from the Ambassador to the MCD",
        add="ml-post:ambassador mcd:directlyUnder ml:mcd .",
        focus="ml-post:ambassador",
        path="mcd:directlyUnder",
    ),
    Mutation(
        name="M6-long",
        says="a cycle that passes through the orders given to the MCD",
        add="ml-post:ambassador mcd:directlyUnder ml:mcd .",
        focus="ml:mcd",
        path="mcd:underOrdersOf",
    ),
    Mutation(
        name="M7",
        says="the Attaché detached from the Ambassador",
        remove="ml-post:defence-attache mcd:directlyUnder ml-post:ambassador .",
        focus="ml-post:defence-attache",
        path="mcd:directlyUnder",
    ),
    Mutation(
        name="M9",
        says="a project off the MCD",
        remove="ml-project:dem mcd:componentOf ml:mcd .",
        focus="ml-project:dem",
        path="mcd:componentOf",
    ),
    Mutation(
        name="M10",
        says="a project with no post",
        remove="ml-post:emp-director-of-studies mcd:assignedTo ml-project:emp .",
        add="ml-post:emp-director-of-studies mcd:assignedTo ml-project:ema .",
        focus="ml-project:emp",
        path="^mcd:assignedTo",
    ),
    Mutation(
        name="M11",
        says="a project with two hosts",
        add="ml-project:dem mcd:hostedBy ml:ema .",
        focus="ml-project:dem",
        path="mcd:hostedBy",
    ),
    Mutation(
        name="M13",
        says="a post in two projects",
        add="ml-post:dem-adviser mcd:assignedTo ml-project:ema .",
        focus="ml-post:dem-adviser",
        path="mcd:assignedTo",
    ),
    Mutation(
        name="M14",
        says="a post unassigned",
        remove="ml-post:ema-training-expert mcd:assignedTo ml-project:ema .",
        focus="ml-post:ema-training-expert",
        path="mcd:assignedTo",
    ),
    Mutation(
        name="M15",
        says="the DCM given an objective",
        add="ml:dcm mcd:hasObjective ml-objective:ema-training .",
        focus="ml:dcm",
        path="mcd:hasObjective",
    ),
    Mutation(
        name="M17",
        says="a counterpart typed as cooperant, too",
        add="ml-post:garde-nationale-chief-of-staff a mcd:CooperantPost .",
        focus="ml-post:garde-nationale-chief-of-staff",
        path="rdf:type",
    ),
    Mutation(
        name="M17-instead",
        says="a counterpart typed as cooperant instead",
        remove="ml-post:garde-nationale-chief-of-staff a mcd:CounterpartPost .",
        add="ml-post:garde-nationale-chief-of-staff a mcd:CooperantPost .",
        focus="ml-post:garde-nationale-project-head",
        path="mcd:counterpart",
    ),
    Mutation(
        name="M20",
        says="an organisation in two countries",
        add="ml:garde-nationale mcd:ofCountry id:france .",
        focus="ml:garde-nationale",
        path="mcd:ofCountry",
    ),
    Mutation(
        name="M21",
        says="a containment cycle",
        add="id:mali mcd:within ml-place:bamako .",
        focus="id:mali",
        path="mcd:within",
    ),
)

VALUES = (
    Mutation(
        name="M22",
        says="a stated total below the enumerated posts",
        remove="ml-claim:staffing-2011 mcd:statedValue 14 .",
        add="ml-claim:staffing-2011 mcd:statedValue 8 .",
        focus="ml-claim:staffing-2011",
        path="mcd:statedValue",
    ),
    Mutation(
        name="M25",
        says="a gap that is not stated minus enumerated",
        remove="ml-discrepancy:staffing mcd:gap 5 .",
        add="ml-discrepancy:staffing mcd:gap 6 .",
        focus="ml-discrepancy:staffing",
        path="mcd:gap",
    ),
    Mutation(
        name="M25-count",
        says="an enumerated value that is not the number of posts",
        remove="ml-discrepancy:staffing mcd:enumeratedValue 9 ; mcd:gap 5 .",
        add="ml-discrepancy:staffing mcd:enumeratedValue 10 ; mcd:gap 4 .",
        focus="ml-discrepancy:staffing",
        path="mcd:enumeratedValue",
    ),
    Mutation(
        name="M25-figure",
        says="a stated value that is not that of the figure",
        remove="ml-claim:staffing-2011 mcd:statedValue 14 .",
        add="ml-claim:staffing-2011 mcd:statedValue 41 .",
        focus="ml-discrepancy:staffing",
        path="mcd:statedValue",
    ),
    Mutation(
        name="M26",
        says="the reference year missing",
        remove='ml-claim:staffing-2011 mcd:referenceYear "2011"^^xsd:gYear .',
        focus="ml-claim:staffing-2011",
        path="mcd:referenceYear",
    ),
    Mutation(
        name="M28",
        says="a latitude of 126.5",
        remove="ml-place:bamako geo:lat 12.60915 .",
        add="ml-place:bamako geo:lat 126.5 .",
        focus="ml-place:bamako",
        path="geo:lat",
    ),
    Mutation(
        name="M31",
        says="a latitude as a string",
        remove="ml-place:bamako geo:lat 12.60915 .",
        add='ml-place:bamako geo:lat "12.65" .',
        focus="ml-place:bamako",
        path="geo:lat",
    ),
    Mutation(
        name="M32",
        says="a latitude without longitude",
        remove="ml-place:kati geo:long -8.07257 .",
        focus="ml-place:kati",
        path="geo:long",
    ),
    Mutation(
        name="M33",
        says="a distance of -10",
        remove='ml-claim:kati-position mcd:statedDistanceKm "10"^^xsd:decimal .',
        add='ml-claim:kati-position mcd:statedDistanceKm "-10"^^xsd:decimal .',
        focus="ml-claim:kati-position",
        path="mcd:statedDistanceKm",
    ),
    Mutation(
        name="M35",
        says="an unknown bearing",
        remove="ml-claim:kati-position mcd:bearing bearing:north-west .",
        add="ml-claim:kati-position mcd:bearing bearing:north-north-west .",
        focus="ml-claim:kati-position",
        path="mcd:bearing",
    ),
    Mutation(
        name="M37",
        says="a date as 04/07/2006",
        remove='ml:algiers-accords-2006 dcterms:date "2006-07-04"^^xsd:date .',
        add='ml:algiers-accords-2006 dcterms:date "04/07/2006" .',
        focus="ml:algiers-accords-2006",
        path="dcterms:date",
    ),
    Mutation(
        name="M37-typed",
        says="a date as 04/07/2006, typed as one",
        remove='ml:algiers-accords-2006 dcterms:date "2006-07-04"^^xsd:date .',
        add='ml:algiers-accords-2006 dcterms:date "04/07/2006"^^xsd:date .',
        focus="ml:algiers-accords-2006",
        path="dcterms:date",
    ),
)

TEXT_AND_LINKS = (
    Mutation(
        name="M40-missing",
        says="a French label missing",
        remove='ml-task:liaison rdfs:label "Assurer la liaison avec l’administration militaire'
        ' de la France"@fr .',
        focus="ml-task:liaison",
        path="rdfs:label",
        evidence=False,
    ),
    Mutation(
        name="M40-doubled",
        says="a French label doubled",
        add='ml:mcd rdfs:label "MCD"@fr .',
        focus="ml:mcd",
        path="rdfs:label",
        evidence=False,
    ),
    Mutation(
        name="M40-untagged",
        says="a French label untagged",
        remove='ml-place:kati rdfs:label "Kati"@fr .',
        add='ml-place:kati rdfs:label "Kati" .',
        focus="ml-place:kati",
        path="rdfs:label",
        evidence=False,
    ),
    Mutation(
        name="M41-dangling",
        says="a dangling IRI",
        remove="ml-project:emp mcd:locatedAt ml-place:bamako .",
        add="ml-project:emp mcd:locatedAt ml-place:bamakko .",
        focus="ml-project:emp",
        path="mcd:locatedAt",
    ),
    Mutation(
        name="M41-predicate",
        says="a misspelt predicate",
        remove="ml-project:emp mcd:locatedAt ml-place:bamako .",
        add="ml-project:emp mcd:locatdAt ml-place:bamako .",
        focus="ml-project:emp",
        path="mcd:locatdAt",
    ),
    Mutation(
        name="M41-class",
        says="a misspelt class",
        remove="ml-task:liaison a mcd:Task .",
        add="ml-task:liaison a mcd:Taks .",
        focus="ml-task:liaison",
        path="rdf:type",
    ),
    Mutation(
        name="M42",
        says="a holder invented",
        add="ml-post:defence-attache org:heldBy ml:person-x . "
        "ml:person-x a <http://xmlns.com/foaf/0.1/Person> .",
        focus="ml-post:defence-attache",
        path="org:heldBy",
    ),
    Mutation(
        name="M42-person",
        says="a person invented, who holds nothing",
        add="ml:person-x a <http://xmlns.com/foaf/0.1/Person> .",
        focus="ml:person-x",
        path="rdf:type",
    ),
    Mutation(
        name="M44-axiom",
        says="an evidence axiom for an absent triple",
        remove="ml-post:dcm-chief mcd:rank rank:officer .",
        focus="ml-post:dcm-chief",
        path="mcd:rank",
        evidence=False,
    ),
    Mutation(
        name="M44-fact",
        says="a fact triple without evidence",
        add="ml-post:dcm-chief mcd:function function:adviser .",
        focus="ml-post:dcm-chief",
        path="mcd:function",
        evidence=False,
    ),
)

OTHERS = (
    Mutation(
        name="N1",
        says="a post without function",
        remove="ml-post:air-force-mechanic mcd:function function:mechanic .",
        focus="ml-post:air-force-mechanic",
        path="mcd:function",
    ),
    Mutation(
        name="N2",
        says="a post assigned to the mission itself",
        remove="ml-post:dem-adviser mcd:assignedTo ml-project:dem .",
        add="ml-post:dem-adviser mcd:assignedTo ml:mcd .",
        focus="ml-post:dem-adviser",
        path="mcd:assignedTo",
    ),
    Mutation(
        name="N3",
        says="a project hosted by the embassy",
        remove="ml-project:dem mcd:hostedBy ml:dem .",
        add="ml-project:dem mcd:hostedBy ml:embassy .",
        focus="ml-project:dem",
        path="mcd:hostedBy",
    ),
    Mutation(
        name="N4",
        says="a host of the mission's own country",
        remove="ml:air-force mcd:ofCountry id:mali .",
        add="ml:air-force mcd:ofCountry id:france .",
        focus="ml-project:air-force",
        path="mcd:hostedBy",
    ),
    Mutation(
        name="N5",
        says="a post dated 2011",
        add='ml-post:dcm-chief mcd:referenceYear "2011"^^xsd:gYear .',
        focus="ml-post:dcm-chief",
        path="mcd:referenceYear",
    ),
    Mutation(
        name="N6",
        says="a sentence that starts after its end",
        remove="ml-source:s07 mcd:startOffset 557 .",
        add="ml-source:s07 mcd:startOffset 657 .",
        focus="ml-source:s07",
        path="mcd:startOffset",
        evidence=False,
    ),
    Mutation(
        name="N7",
        says="a sentence that overlaps the one before",
        remove="ml-source:s08 mcd:startOffset 641 .",
        add="ml-source:s08 mcd:startOffset 600 .",
        focus="ml-source:s07",
        path="mcd:startOffset",
        evidence=False,
    ),
    Mutation(
        name="N8",
        says="a sentence that ends after the document",
        remove="ml-source:s41 mcd:endOffset 3791 .",
        add="ml-source:s41 mcd:endOffset 4000 .",
        focus="ml-source:s41",
        path="mcd:endOffset",
        evidence=False,
    ),
    Mutation(
        name="N9",
        says="an unknown status",
        add="[] a owl:Axiom ; owl:annotatedSource ml:mcd ; owl:annotatedProperty rdf:type ; "
        'owl:annotatedTarget mcd:CooperationMission ; mcd:assertionStatus "rumoured" ; '
        "mcd:evidence ml-source:s03 .",
        focus="ml:mcd",
        path="rdf:type",
        evidence=False,
    ),
    Mutation(
        name="N10",
        says="an organisation matched as if it were a concept",
        add="id:ecowas skos:exactMatch <http://www.wikidata.org/entity/Q193272> .",
        focus="id:ecowas",
        path="skos:exactMatch",
    ),
    Mutation(
        name="N11",
        says="an identifier of the wrong form",
        add="id:mali schema:sameAs <https://www.wikidata.org/wiki/Q912> .",
        focus="id:mali",
        path="schema:sameAs",
    ),
    Mutation(
        name="N12",
        says="two things merged",
        add="ml:air-force owl:sameAs id:france-air-force .",
        focus="ml:air-force",
        path="owl:sameAs",
    ),
    Mutation(
        name="N13",
        says="a position claim relative to itself",
        remove="ml-claim:kati-position mcd:relativeTo ml-place:bamako .",
        add="ml-claim:kati-position mcd:relativeTo ml-place:kati .",
        focus="ml-claim:kati-position",
        path="mcd:positionOf",
    ),
    Mutation(
        name="N14",
        says="a distance without its approximation",
        remove="ml-claim:kati-position mcd:approximate true .",
        focus="ml-claim:kati-position",
        path="mcd:approximate",
    ),
    Mutation(
        name="N15",
        says="an objective of no project",
        add="ml-objective:lonely a mcd:Objective .",
        focus="ml-objective:lonely",
        path="^mcd:hasObjective",
    ),
    Mutation(
        name="N16",
        says="a label in two sorts of French and none of English",
        remove='ml-place:kati rdfs:label "Kati"@en .',
        add='ml-place:kati rdfs:label "Kati"@fr-FR .',
        focus="ml-place:kati",
        path="rdfs:label",
        evidence=False,
    ),
    Mutation(
        name="N17",
        says="an inventoried fact that no statement carries",
        add='ml-source:s41 mcd:inventoriedFact "F106" .',
        focus="ml-source:s41",
        path="mcd:inventoriedFact",
        evidence=False,
    ),
    Mutation(
        name="N18",
        says="a ministry as superior of the programme",
        remove="ml:programme mcd:conductedUnderAuthorityOf ml-post:ambassador .",
        add="ml:programme mcd:conductedUnderAuthorityOf id:france-ministry-of-foreign-affairs .",
        focus="ml:programme",
        path="mcd:conductedUnderAuthorityOf",
    ),
    Mutation(
        name="N19",
        says="a checksum cut short",
        add='source:ambafrance-ml-2013 spdx:checksum [ spdx:checksumValue "fa6584" ] .',
        focus="source:ambafrance-ml-2013",
        path="spdx:checksum/spdx:checksumValue",
        evidence=False,
    ),
    Mutation(
        name="N20",
        says="trainees from no country",
        remove="ml:ema mcd:traineeCountries 22 .",
        add="ml:ema mcd:traineeCountries 0 .",
        focus="ml:ema",
        path="mcd:traineeCountries",
    ),
    Mutation(
        name="N21",
        says="an apostrophe of a typewriter",
        add='ml:ema skos:altLabel "L\'École"@fr .',
        focus="ml:ema",
        path="mcd:gloss|dcterms:description|dcterms:title|rdfs:label|skos:altLabel|skos:definition"
        "|skos:editorialNote|skos:prefLabel|skos:scopeNote",
        evidence=False,
    ),
    Mutation(
        name="N22",
        says="a school that is named after a domain, and covers another",
        add='ml:ema rdfs:label "Signals School of Koulikoro"@en .',
        focus="ml:ema",
        path="mcd:coversDomain",
        evidence=False,
    ),
)

MUTATIONS = (*STRUCTURE, *VALUES, *TEXT_AND_LINKS, *OTHERS)
