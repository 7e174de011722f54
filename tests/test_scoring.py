"""Points that count, ranks, and when there is too little to go on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.records import Fact, Points
from fingerpost.scoring import Vote, count_votes, is_too_thin, judge_score, name_support, rank_paths, sum_points


def vote(rule: str, points: int, *topics: str, path: str = "p", **more: object) -> Vote:
    return Vote(path, rule, points, topics=frozenset(topics), support=frozenset(topics), **more)  # type: ignore[arg-type]


def counted(*votes: Vote) -> dict[str, int]:
    return {p.rule: p.points for p in count_votes(votes)}


def test_the_strongest_on_a_topic_counts() -> None:
    assert counted(vote("a", 1, "x"), vote("b", 3, "x"), vote("c", 2, "y")) == {"b": 3, "c": 2, "a": 0}


def test_a_tie_goes_to_the_smaller_id() -> None:
    assert counted(vote("b", 2, "x"), vote("a", 2, "x")) == {"a": 2, "b": 0}


def test_one_unclaimed_topic_is_enough_and_all_are_claimed() -> None:
    assert counted(vote("a", 3, "x"), vote("b", 2, "x", "y"), vote("c", 1, "y")) == {"a": 3, "b": 2, "c": 0}


def test_for_and_against_claim_apart() -> None:
    assert counted(vote("a", 3, "x"), vote("b", -2, "x"), vote("c", -1, "x")) == {"a": 3, "b": -2, "c": 0}


def test_stated_points_are_kept() -> None:
    assert [(p.points, p.stated) for p in count_votes([vote("a", 3, "x"), vote("b", 1, "x")])] == [(3, 3), (0, 1)]


def test_a_vote_on_no_topic_counts() -> None:
    assert counted(vote("a", 3), vote("b", 1)) == {"a": 3, "b": 1}


@given(
    st.lists(
        st.builds(
            lambda n, p, t: vote(f"r{n}", p, *t),
            st.integers(0, 99),
            st.integers(-5, 5).filter(bool),
            st.sets(st.sampled_from("uvwxyz"), max_size=3),
        ),
        max_size=8,
        unique_by=lambda v: v.rule,
    )
)
def test_counting_depends_on_no_order(votes: list[Vote]) -> None:
    there, back = count_votes(votes), count_votes(votes[::-1])
    assert there == back
    assert sum_points(there) == sum(p.points for p in there)
    assert {p.rule for p in there} == {v.rule for v in votes}


def rank(scores: dict[str, list[int]], closed: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    points = {path: tuple(Points("r", p, ()) for p in given) for path, given in scores.items()}
    standing = rank_paths(list(scores), points, closed, strong=7, fair=4)
    assert [s.rank for s in standing] == list(range(1, len(scores) + 1))
    return [s.path for s in standing]


def test_rank_by_score_then_fewer_against_then_order() -> None:
    assert rank({"a": [1], "b": [3, -1], "c": [2], "d": [2], "e": []}) == ["c", "d", "b", "a", "e"]


def test_closed_gate_keeps_a_path_from_the_first_rank() -> None:
    assert rank({"a": [3], "b": [2], "c": [1]}, {"a"}) == ["b", "a", "c"]
    assert rank({"a": [3], "b": [2], "c": [1]}, {"a", "b"}) == ["c", "a", "b"]
    assert rank({"a": [3], "b": [2], "c": [1]}, {"b"}) == ["a", "b", "c"]
    assert rank({"a": [3], "b": [2]}, {"a", "b"}) == ["a", "b"]


def test_nothing_that_earned_no_point_goes_before_a_closed_path() -> None:
    assert rank({"a": [], "b": [2], "c": [1]}, {"b", "c"}) == ["b", "c", "a"]
    assert rank({"a": [-1], "b": [2]}, {"b"}) == ["b", "a"]


def test_no_weak_match_goes_before_a_strong_one_that_is_closed() -> None:
    assert rank({"a": [7], "b": [3]}, {"a"}) == ["a", "b"]
    assert rank({"a": [7], "b": [4]}, {"a"}) == ["b", "a"]
    assert rank({"a": [6], "b": [1]}, {"a"}) == ["b", "a"]
    assert rank({"a": [7], "b": [6], "c": [4]}, {"a", "b"}) == ["c", "a", "b"]


def test_too_thin() -> None:
    assert is_too_thin([])
    assert is_too_thin([vote("a", 3, "x")])
    assert is_too_thin([vote("a", 3, "x"), vote("b", 1, "x")])
    assert is_too_thin([vote("a", 3, "x"), vote("b", 3, "y", path="q")])
    assert is_too_thin([vote("a", 3, "x"), vote("b", -3, "y")])
    assert is_too_thin([Vote("p", "role", 2, topics=frozenset({"current-role"}))])
    assert not is_too_thin([vote("a", 3, "x"), vote("b", 1, "y")])
    assert not is_too_thin([vote("a", 3, "x", "y")])
    assert not is_too_thin([vote("a", 3, "x", names_path=True)])


def test_what_places_a_person_counts_beside_another_fact_but_not_alone() -> None:
    placing = [Fact("f1", "situation", "current-role", "cto"), Fact("f2", "situation", "company-size", "tiny")]
    taste = Fact("f3", "preference", "variety", "likes")
    assert is_too_thin([Vote("p", "r", 5, support=name_support(placing))])
    assert is_too_thin([Vote("p", "r", 5, support=name_support(placing)), Vote("q", "s", 2, support=name_support([taste]))])
    assert is_too_thin([Vote("p", "r", -5, support=name_support(placing)), Vote("p", "s", 2, support=name_support([taste]))])
    assert not is_too_thin(
        [Vote("p", "r", 5, support=name_support(placing)), Vote("p", "s", 2, support=name_support([taste]))]
    )


def test_verdicts() -> None:
    assert [judge_score(score, strong=7, fair=4) for score in (1, 3, 4, 6, 7, 20)] == [
        "weak",
        "weak",
        "fair",
        "fair",
        "strong",
        "strong",
    ]
