"""An engine that remembers concludes what a fresh one concludes, whatever words the facts rest on."""

from collections.abc import Sequence
from dataclasses import replace

from fingerpost.assess import Assessor
from fingerpost.inference import infer
from fingerpost.inference.network import Network
from fingerpost.inference.remembering import Remembering
from fingerpost.records import Evidence, Fact, Inference
from fingerpost.survey.assessing import SurveyAssessor
from tests.small_knowledge import tell


def test_remembered_is_what_is_concluded_anew(assessor: Assessor) -> None:
    fresh = Network(assessor.knowledge)
    survey = SurveyAssessor(assessor.knowledge)
    people = [
        tell("preference mentoring likes", "preference meetings dislikes", "goal people-management avoids"),
        tell("preference meetings dislikes", "preference mentoring likes strong", "situation years-experience 12"),
        tell("preference mentoring likes"),
        [],
    ]
    for facts in [*people, *reversed(people)]:
        said = [replace(f, evidence=(Evidence(0, 3, "yes"),), cues=("yes",)) for f in facts]
        for top in (1, 3):
            assert infer(survey.engine, said, top) == fresh.run(facts, top)


def test_only_equal_premises_are_remembered(assessor: Assessor) -> None:
    asked: list[list[Fact]] = []

    def run(facts: Sequence[Fact], top: int) -> Inference:
        asked.append(list(facts))
        return assessor.engine.run(facts, top)

    engine = Remembering(assessor.knowledge, run)
    [likes] = tell("preference mentoring likes")
    for fact in (likes, replace(likes, evidence=(Evidence(0, 1, "x"),)), replace(likes, strength="strong"), likes):
        engine.run([fact], 3)
    engine.run([likes], 2)
    assert [f.strength for [f] in asked] == ["plain", "strong", "plain"]
    assert all(not f.evidence for [f] in asked)
