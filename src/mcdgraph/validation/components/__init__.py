"""The constraint components: one class each, found by the parameters that it reads."""

from typing import Final

from mcdgraph.validation.components.base import (
    Batch,
    Component,
    Failures,
    Kind,
    Reader,
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
from mcdgraph.validation.components.shape_based import Node, Property, Qualified
from mcdgraph.validation.components.sparql import Sparql
from mcdgraph.validation.components.strings import (
    LanguageIn,
    MaxLength,
    MinLength,
    Pattern,
    UniqueLang,
)
from mcdgraph.validation.components.value_range import (
    MaxExclusive,
    MaxInclusive,
    MinExclusive,
    MinInclusive,
)
from mcdgraph.validation.components.value_type import Class, Datatype, NodeKind

__all__ = [
    "COMPONENTS",
    "Batch",
    "Component",
    "Executable",
    "Failures",
    "Kind",
    "Property",
    "Reader",
    "Scene",
    "Shape",
    "Values",
    "declared_components",
    "local_name",
    "read_construct",
    "read_executable",
]

#: SHACL Core, clause 4, in its order, sh:sparql, and what is evaluated of SHACL 1.2 Core.
COMPONENTS: Final[tuple[Kind, ...]] = (
    Class,
    Datatype,
    NodeKind,
    MinCount,
    MaxCount,
    MinExclusive,
    MinInclusive,
    MaxExclusive,
    MaxInclusive,
    MinLength,
    MaxLength,
    Pattern,
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
    Node,
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
