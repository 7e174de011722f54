"""Words of two senses are read of the job only where they are meant of it."""

import pytest

from fingerpost.assess import Assessor, read_self_description


@pytest.mark.parametrize(
    "text",
    [
        "I love architecture, baroque churches above all.",
        "On Sundays I coach the village boys at handball.",
        "As chair of the choir I sit through two meetings a year.",
        "I teach my son to ride a bike.",
        "I'm in charge of the barbecue.",
        "I'm stuck in traffic because of the strike.",
        "Burnout again, of the clutch.",
        "I like to travel, mostly by camper van.",
    ],
)
def test_a_private_sense_says_nothing(assessor: Assessor, text: str) -> None:
    assert read_self_description(assessor, text).facts == ()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("I love the architecture of our billing system.", "system-design"),
        ("I coach two juniors and play handball on Thursdays.", "mentoring"),
        ("I enjoy sales, like my father did.", "sales"),
        ("I hate travel since my daughter was born.", "travel"),
        ("I teach kids in the neighbourhood to program.", "knowledge-sharing"),
        ("I run a coding club for kids in our village hall.", "community-building"),
        ("Honest feedback, oh dear, I'd sooner clean the oven.", "giving-feedback"),
        ("Plumbing, subnets and all, is my garden and I love it.", "infrastructure"),
    ],
)
def test_the_job_beside_a_private_life_is_read(assessor: Assessor, text: str, topic: str) -> None:
    assert topic in {f.topic for f in read_self_description(assessor, text).facts}
