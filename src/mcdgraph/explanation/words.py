# ruff: noqa: E501 - one rule a line
"""What each rule of OWL 2 RL says, in one sentence, in French and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Words:
    """A sentence in both languages."""

    fr: str
    en: str

    def of(self, language: str) -> str:
        """Give the sentence of a language; English for one that is not French."""
        return self.fr if language == "fr" else self.en


_TABLE: Final = """
eq-sym | L'égalité vaut dans les deux sens. | Equality holds both ways.
eq-trans | Ce qui est égal à une même chose est égal. | Equals of one thing are equal.
eq-rep-s | Ce qui est dit d'une chose vaut pour son égale. | What is said of a thing holds of its equal.
eq-rep-p | Une propriété égale relie les mêmes choses. | An equal property relates the same things.
eq-rep-o | Ce qui mène à une chose mène à son égale. | What points to a thing points to its equal.
eq-diff1 | Deux choses différentes ne sont pas égales. | Different things are not equal.
eq-diff2 | Des choses toutes différentes ne sont pas égales. | Things that all differ are not equal.
eq-diff3 | Des choses toutes différentes ne sont pas égales. | Things that all differ are not equal.
prp-dom | Ce qui a cette propriété est de son domaine. | What has this property is in its domain.
prp-rng | La valeur de cette propriété est de son image. | A value of this property is in its range.
prp-fp | Une propriété fonctionnelle n'a qu'une valeur. | A functional property has one value.
prp-ifp | Une valeur de cette propriété identifie son sujet. | A value of this property identifies its subject.
prp-irp | Cette propriété ne relie rien à soi-même. | This property relates nothing to itself.
prp-symp | Cette propriété vaut dans les deux sens. | This property holds both ways.
prp-asyp | Cette propriété ne vaut jamais dans les deux sens. | This property never holds both ways.
prp-trp | Cette propriété se transmet. | This property is transitive.
prp-spo1 | La propriété plus précise implique la plus large. | The narrower property implies the wider one.
prp-spo2 | Une chaîne de propriétés en implique une autre. | A chain of properties implies another.
prp-eqp1 | Des propriétés équivalentes relient les mêmes choses. | Equivalent properties relate the same things.
prp-eqp2 | Des propriétés équivalentes relient les mêmes choses. | Equivalent properties relate the same things.
prp-pdw | Ces deux propriétés s'excluent. | These two properties exclude each other.
prp-adp | Ces propriétés s'excluent. | These properties exclude each other.
prp-inv1 | La propriété inverse vaut dans l'autre sens. | The inverse property holds the other way.
prp-inv2 | La propriété inverse vaut dans l'autre sens. | The inverse property holds the other way.
prp-key | Ces propriétés ensemble identifient une chose. | These properties together identify a thing.
prp-npa1 | Il est dit que cela n'est pas. | It is said that this is not so.
prp-npa2 | Il est dit que cela n'est pas. | It is said that this is not so.
cls-nothing2 | Rien n'est dans la classe vide. | Nothing is in the empty class.
cls-int1 | Ce qui est dans toutes ces classes est dans leur intersection. | What is in all these classes is in their intersection.
cls-int2 | Ce qui est dans l'intersection est dans chaque classe. | What is in the intersection is in each class.
cls-uni | Ce qui est dans une classe est dans leur union. | What is in a class is in the union.
cls-com | Une classe et son complément s'excluent. | A class and its complement exclude each other.
cls-svf1 | Avoir une telle valeur définit la classe. | Having such a value defines the class.
cls-svf2 | Avoir une valeur définit la classe. | Having a value defines the class.
cls-avf | Les valeurs des membres de cette classe sont de cette sorte. | Values of members of this class are of this kind.
cls-hv1 | Les membres de cette classe ont cette valeur. | Members of this class have this value.
cls-hv2 | Avoir cette valeur définit la classe. | Having this value defines the class.
cls-maxc1 | Les membres de cette classe n'ont aucune valeur. | Members of this class have no value.
cls-maxc2 | Les membres de cette classe ont au plus une valeur. | Members of this class have one value at most.
cls-maxqc1 | Les membres de cette classe n'ont aucune valeur de cette sorte. | Members of this class have no value of this kind.
cls-maxqc2 | Les membres de cette classe n'ont aucune valeur. | Members of this class have no value.
cls-maxqc3 | Les membres de cette classe ont au plus une valeur de cette sorte. | Members of this class have one value of this kind at most.
cls-maxqc4 | Les membres de cette classe ont au plus une valeur. | Members of this class have one value at most.
cls-oo | La classe énumère ses membres. | The class lists its members.
cax-sco | Ce qui est dans une classe est dans la plus large. | What is in a class is in the wider one.
cax-eqc1 | Des classes équivalentes ont les mêmes membres. | Equivalent classes have the same members.
cax-eqc2 | Des classes équivalentes ont les mêmes membres. | Equivalent classes have the same members.
cax-dw | Ces deux classes s'excluent. | These two classes exclude each other.
cax-adc | Ces classes s'excluent. | These classes exclude each other.
dt-type2 | Une valeur est du type de données qui la contient. | A value is of the datatype that holds it.
dt-diff | Deux valeurs différentes ne sont pas égales. | Different values are not equal.
dt-not-type | La valeur n'est pas du type de données voulu. | The value is not of the datatype wanted.
scm-sco | La sous-classe d'une sous-classe est une sous-classe. | A subclass of a subclass is a subclass.
scm-eqc1 | Des classes équivalentes sont sous-classes l'une de l'autre. | Equivalent classes are subclasses of each other.
scm-eqc2 | Des classes sous-classes l'une de l'autre sont équivalentes. | Subclasses of each other are equivalent.
scm-spo | La sous-propriété d'une sous-propriété est une sous-propriété. | A subproperty of a subproperty is a subproperty.
scm-eqp1 | Des propriétés équivalentes sont sous-propriétés l'une de l'autre. | Equivalent properties are subproperties of each other.
scm-eqp2 | Des sous-propriétés l'une de l'autre sont équivalentes. | Subproperties of each other are equivalent.
scm-int | L'intersection est sous-classe de chacune. | The intersection is a subclass of each.
scm-uni | Chaque classe est sous-classe de l'union. | Each class is a subclass of the union.
"""


def _read() -> Mapping[str, Words]:
    rows = (line.split(" | ") for line in _TABLE.strip().splitlines())
    return MappingProxyType({name: Words(fr=fr, en=en) for name, fr, en in rows})


RULES: Final = _read()
