"""The questions of the interview, as ``kb/questions`` has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fingerpost.knowledge import KnowledgeBase
from fingerpost.ranking import Key

# stands for a whole number in the answers of a question
NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what it says of which topic, how it is offered, and the person's words for it.

    ``value`` is None for an answer from which nothing follows.
    """

    topic: str
    value: str | int | None
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one topic, or a choice among several, of which the person picks one."""

    id: str
    kind: str
    ask: str
    answers: tuple[Answer, ...]
    neither: str
    is_choice: bool = False

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that it asks about."""
        return tuple(dict.fromkeys(a.topic for a in self.answers))

    @property
    def keys(self) -> tuple[Key, ...]:
        """The same with the kind."""
        return tuple((self.kind, topic) for topic in self.topics)

    @property
    def takes_number(self) -> bool:
        """Whether the answer is a whole number."""
        return any(a.value == NUMBER for a in self.answers)

    def only(self, keys: Sequence[Key]) -> Question:
        """The same choice among fewer topics."""
        return replace(self, answers=tuple(a for a in self.answers if (self.kind, a.topic) in keys))

    def find_answer(self, topic: str, value: str | int) -> Answer | None:
        """The answer that says this of a topic; a number is filled in."""
        for answer in self.answers:
            if answer.topic == topic and answer.value == value:
                return answer
            if answer.topic == topic and answer.value == NUMBER and isinstance(value, int):
                words = answer.words.format(value=value)
                return replace(answer, value=value, words=words.replace("1 years", "1 year") if value == 1 else words)
        return None


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How often a person for a path gives an answer, by the points that the rules give the path for it."""

    against: float
    none: float
    points: tuple[float, ...]

    def of(self, points: int) -> float:
        """The likelihood of an answer that gives so many points."""
        if points <= 0:
            return self.against if points < 0 else self.none
        return self.points[min(points, len(self.points)) - 1]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All questions: those about one topic by what they are about, and the choices."""

    singles: Mapping[Key, Question]
    choices: tuple[Question, ...]
    likelihoods: Mapping[str, Likelihood]
    wishes: Likelihood | None = None

    def likelihood_of(self, key: Key, paths: Sequence[str]) -> Likelihood:
        """How likely answers to a question are."""
        is_wish = key[0] == "goal" and key[1] in paths
        return self.wishes if is_wish and self.wishes is not None else self.likelihoods[key[0]]


def read_catalogue(knowledge: KnowledgeBase) -> Catalogue:
    """Read the questions of a knowledge base; there may be none."""
    singles: dict[Key, Question] = {}
    choices: list[Question] = []
    likelihoods = {}
    wishes = None
    for kind, data in knowledge.questions.items():
        neither = str(data["neither"])
        likelihoods[kind] = _read_likelihood(data["likely"])
        if "wishes" in data:
            wishes = _read_likelihood(data["wishes"])
        for item in data["questions"]:
            topic = str(item["topic"])
            answers = tuple(Answer(topic, value, str(words), str(words)) for value, words in item["answers"].items())
            singles[kind, topic] = Question(f"{kind}-{topic}", kind, str(item["ask"]), answers, neither)
        for item in data.get("choices", ()):
            offers = tuple(
                Answer(topic, item["value"], knowledge.title_of(topic), str(_find_words(data, topic, item["value"])))
                for topic in item["topics"]
            )
            choices.append(Question(str(item["id"]), kind, str(item["ask"]), offers, "None of these", is_choice=True))
    return Catalogue(singles, tuple(choices), likelihoods, wishes)


def _find_words(data: Mapping[str, Any], topic: str, value: str) -> str:
    answers = next(item["answers"] for item in data["questions"] if item["topic"] == topic)
    return str(answers.get(value, value))


def _read_likelihood(data: Mapping[str, Any]) -> Likelihood:
    return Likelihood(float(data["against"]), float(data["none"]), tuple(float(x) for x in data["points"]))
