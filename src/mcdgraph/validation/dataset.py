"""A dataset that is asked in SPARQL and answers in its own terms."""

from collections.abc import Mapping

from mcdgraph.bridges.sparql import SparqlStore
from mcdgraph.columns import Columns, Term
from mcdgraph.errors import QueryError
from mcdgraph.validation.encoding import TermEncoding
from mcdgraph.validation.exact_query import exact
from mcdgraph.validation.query import ForbiddenQuery, Query


class ExactDataset:
    """Quads in memory, for queries of rules and saved questions.

    Unlike those of `mcdgraph.store.Store`, answers have literals as the sources write them.
    """

    def __init__(self, columns: Columns) -> None:
        """Load every row into its graph."""
        self._encoding = TermEncoding()
        self._encoding.learn_columns(columns)
        self._store = SparqlStore()
        self._store.add(columns, self._encoding.encode, graphs=True)

    def select(
        self, text: str, substitutions: Mapping[str, Term] | None = None
    ) -> list[Mapping[str, Term]]:
        """Answer a SELECT query; ``substitutions`` gives values to variables that it projects.

        Raise `QuerySyntaxError` where the text is not SPARQL, `QueryError` where it cannot be
        evaluated.
        """
        encode, decode = self._encoding.encode, self._encoding.decode
        values = {name: encode(term) for name, term in (substitutions or {}).items()}
        query = self._exact(text)
        found = self._store.select(
            query, {}, functions=self._encoding.functions, substitutions=values
        )
        return [{name: decode(term) for name, term in solution.items()} for solution in found]

    def ask(self, text: str) -> bool:
        """Answer an ASK query; raise as `select` does."""
        return self._store.ask(self._exact(text), {}, functions=self._encoding.functions)

    def _exact(self, text: str) -> str:
        """Rewrite a query; one that is no SPARQL is left to the engine, which says where."""
        SparqlStore().check(text)
        try:
            return str(exact(Query.parse(text), {}, self._encoding))
        except ForbiddenQuery as error:
            raise QueryError(str(error)) from error
