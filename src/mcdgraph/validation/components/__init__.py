"""The constraint components: one class each, found by the parameters that it reads."""

from typing import Final

from mcdgraph.validation.components.base import (
    Component,
    ComponentKind,
    ConstraintFailures,
    ParameterReader,
    ResultBatch,
    Scene,
    Shape,
    Values,
)
from mcdgraph.validation.components.cardinality import MaxCount, MinCount
from mcdgraph.validation.components.declared import declared_components, local_name
from mcdgraph.validation.components.executable import Executable, read_construct, read_executable
from mcdgraph.validation.components.lists import (
    MaxListLength,
    MemberShape,
    MinListLength,
    SingleLine,
    UniqueMembers,
)
from mcdgraph.validation.components.logical import And, Not, Or, Xone
from mcdgraph.validation.components.other import Closed, HasValue, In
from mcdgraph.validation.components.property_pair import (
    Disjoint,
    Equals,
    LessThan,
    LessThanOrEquals,
)
from mcdgraph.validation.components.shape_based import NodeConstraint, Property, Qualified
from mcdgraph.validation.components.sparql import Sparql
from mcdgraph.validation.components.strings import (
    LanguageIn,
    MaxLength,
    MinLength,
    PatternConstraint,
    UniqueLang,
)
from mcdgraph.validation.components.value_range import (
    MaxExclusive,
    MaxInclusive,
    MinExclusive,
    MinInclusive,
)
from mcdgraph.validation.components.value_type import Class, DatatypeConstraint, NodeKind

__all__ = [
    "COMPONENTS",
    "Component",
    "ComponentKind",
    "ConstraintFailures",
    "Executable",
    "ParameterReader",
    "Property",
    "ResultBatch",
    "Scene",
    "Shape",
    "Values",
    "declared_components",
    "local_name",
    "read_construct",
    "read_executable",
]

#: SHACL Core, clause 4, in its order, sh:sparql, and what is evaluated of SHACL 1.2 Core.
COMPONENTS: Final[tuple[ComponentKind, ...]] = (
    Class,
    DatatypeConstraint,
    NodeKind,
    MinCount,
    MaxCount,
    MinExclusive,
    MinInclusive,
    MaxExclusive,
    MaxInclusive,
    MinLength,
    MaxLength,
    PatternConstraint,
    LanguageIn,
    UniqueLang,
    Equals,
    Disjoint,
    LessThan,
    LessThanOrEquals,
    Not,
    And,
    Or,
    Xone,
    NodeConstraint,
    Property,
    Qualified,
    Closed,
    HasValue,
    In,
    Sparql,
    SingleLine,
    MinListLength,
    MaxListLength,
    UniqueMembers,
    MemberShape,
)
