"""Saved queries: questions of the graph, each with the answer it must give."""

from mcdgraph.questions.header import (
    LANGUAGES,
    QUESTIONS,
    parse_saved_query,
    read_questions,
    read_saved_queries,
)
from mcdgraph.questions.named_questions import given_values, named_question, named_words
from mcdgraph.questions.question_parameter import (
    MAX_VALUE,
    ParameterType,
    ParameterValue,
    QuestionParameter,
    WrittenNames,
    word_of,
)
from mcdgraph.questions.saved_query import Expectation, ExpectedAnswer, Origin, SavedQuery
from mcdgraph.questions.verification import Verdict, read_values, strange_default, verify

__all__ = [
    "LANGUAGES",
    "MAX_VALUE",
    "QUESTIONS",
    "Expectation",
    "ExpectedAnswer",
    "Origin",
    "ParameterType",
    "ParameterValue",
    "QuestionParameter",
    "SavedQuery",
    "Verdict",
    "WrittenNames",
    "given_values",
    "named_question",
    "named_words",
    "parse_saved_query",
    "read_questions",
    "read_saved_queries",
    "read_values",
    "strange_default",
    "verify",
    "word_of",
]
