"""Errors whose words are in each language of the pages."""

from http import HTTPStatus

from werkzeug.exceptions import HTTPException

from mcdgraph.web.texts import Texts


class PageFault(HTTPException):
    """What is wrong with a request, by the name of its words and what fills them.

    Programs read it in English, people in the language of the page.
    """

    def __init__(self, status: HTTPStatus, name: str, *values: object) -> None:
        """Take the name of a text, and a value for each ``{}`` in it."""
        super().__init__(name)
        self.code = int(status)
        self.name_of_words = name
        self.values = tuple(str(value) for value in values)

    def words(self, texts: Texts) -> str:
        """Return what is wrong, in a language."""
        text = str(getattr(texts, self.name_of_words))
        return text.format(*self.values)
