"""Running a survey: rows in, results and rejects out, in order; what is written appears only whole."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path

from fingerpost.assess import check_fact, list_provenance
from fingerpost.errors import InputError
from fingerpost.serialising import dump_json
from fingerpost.survey.answers import Answer
from fingerpost.survey.assessing import Outcome, Settings, open_assessor
from fingerpost.survey.journal import Journal, Places, hash_file, part_of, publish, writing
from fingerpost.survey.mapping import SurveyMap
from fingerpost.survey.opening import Source, check_unchanged, inspect_source
from fingerpost.survey.pool import Crew, open_crew
from fingerpost.survey.privacy import mask_identifiers, mask_name
from fingerpost.survey.rows import Reject
from fingerpost.survey.taking import Item, settle_map, take_items

CHUNK = 128
_PARQUET = (".parquet", ".pq")
_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done. ``survey`` is None where the columns are to be chosen; ``identity`` and ``text`` name them.

    ``scheduler`` is the address of a cluster that works in place of ``workers`` processes here.
    """

    source: Path
    target: Path
    survey: SurveyMap | None = None
    identity: str | None = None
    text: str | None = None
    from_facts: bool = False
    workers: int = 1
    scheduler: str | None = None
    resume: bool = False
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a survey's rows: ``rows`` is always ``results`` + ``rejects``; skipped rows are beside them."""

    rows: int
    results: int
    rejects: int
    skipped: int
    unread: int
    unrecommended: int
    replaced: int
    unmapped: dict[str, int]


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how a run goes: ``say`` gets a note, ``step`` the rows done and how many there are, about."""

    say: Callable[[str], None] = lambda _note: None
    step: Callable[[int, int], None] = lambda _done, _total: None


def run_survey(job: Job, watch: Watch | None = None) -> Tally:
    """Assess every row of a survey and write results, rejects and manifest beside each other.

    Raises:
        InputError: The survey cannot be read, its map does not fit, or the results cannot be written.
    """
    told = watch or Watch()
    places = Places(job.target)
    _check_target(job.source, places)
    source = inspect_source(job.source)
    # knowledge is loaded, and what is made of it alone, before the workers start, so that they share it
    assessor = open_assessor(job.settings.rules, job.settings.kb)
    knowledge = assessor.knowledge
    if job.workers > 1:
        assessor.prepare(texts=not job.from_facts)
    with ExitStack() as held:
        with _open_workers(job) as crew:
            survey = _settle_map(job, source, told)
            # after the workers are forked: they would hold it too
            journal = held.enter_context(
                closing(Journal(places, _hash_job(job, source, survey, list_provenance(knowledge)), resume=job.resume))
            )
            if job.resume:
                done = journal.counts["rows"]
                told.say(f"Going on after row {done:,}." if done else "There is nothing to go on with; starting anew.")
            _assess_rows(crew, journal, source, survey, told)
        check_unchanged(source)
        journal.settle()
        tally = _make_tally(journal.counts)
        with writing(job.target):
            _finish(job, source, survey, tally, list_provenance(knowledge))
    return tally


def _finish(job: Job, source: Source, survey: SurveyMap, tally: Tally, provenance: dict[str, str]) -> None:
    """Make the results and their manifest of the parts, and let them appear."""
    whole = part_of(job.target)
    if job.target.suffix.lower() in _PARQUET:
        from fingerpost.survey.columnar import write_parquet

        whole = whole.with_name(f"{whole.name}.whole")
        try:
            write_parquet(part_of(job.target), whole)
        except OSError:
            # it is made anew by a later run, which needs the room
            whole.unlink(missing_ok=True)
            raise
    manifest = {
        "results": job.target.name,
        "results_digest": hash_file(whole),
        "input": {"name": job.source.name, "digest": source.digest},
        "columns": survey.name_columns(),
        "privacy": {
            "text": "none" if job.settings.no_text else "whole" if job.settings.keep_text else "evidence",
            "names_redacted": job.settings.redact_names,
        },
        "provenance": provenance,
        "counts": _plain_tally(tally),
    }
    publish(Places(job.target), whole, manifest)


def _check_target(source: Path, places: Places) -> None:
    target = places.target
    if target.suffix.lower() not in _PARQUET + _LINES:
        raise InputError("the ending tells no kind of results", where=str(target), mend="use .jsonl or .parquet")
    if not target.parent.is_dir():
        raise InputError("there is no such folder", where=str(target.parent), mend="make it first, or name another --output")
    for place in (target, places.rejects, places.manifest):
        if place.is_dir():
            raise InputError("this is a folder", where=str(place), mend="name another --output, for its place is needed")
        if place.exists() and source.exists() and place.samefile(source):
            raise InputError(
                "the survey itself would be written over", where=str(source), mend="name another --output, or move it away"
            )


def _open_workers(job: Job) -> AbstractContextManager[Crew]:
    if job.scheduler is not None:
        from fingerpost.survey.cluster import open_cluster

        return open_cluster(job.settings, job.scheduler)
    return open_crew(job.settings, job.workers)


def _settle_map(job: Job, source: Source, told: Watch) -> SurveyMap:
    if job.from_facts and source.form != "lines":
        raise InputError("facts come as JSONL", where=str(source.path), mend='give rows {"id": ..., "facts": [...]}')
    survey = settle_map(source, job.survey, job.identity, job.text, from_facts=job.from_facts, say=told.say)
    assessor = open_assessor(job.settings.rules, job.settings.kb)
    for column in survey.facts:
        for value in {None} if column.values is None else set(column.values.values()):
            check_fact(assessor, column.kind, column.topic, value, f"the survey map ({mask_name(column.column)[:60]!r})")
    return survey


def _hash_job(job: Job, source: Source, survey: SurveyMap, provenance: dict[str, str]) -> str:
    settings = replace(job.settings, rules=None, kb=None)
    parts = [source.digest, repr(provenance), repr(survey), repr(asdict(settings)), str(CHUNK)]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _assess_rows(crew: Crew, journal: Journal, source: Source, survey: SurveyMap, told: Watch) -> None:
    waiting: list[list[Item]] = []

    def give_work() -> Iterator[Sequence[Answer]]:
        for chunk in islice(_make_chunks(source, survey), journal.chunks, None):
            waiting.append(chunk)
            yield [item for item in chunk if isinstance(item, Answer)]

    for outcomes in crew.assess(give_work()):
        _write_chunk(journal, waiting.pop(0), outcomes)
        told.step(journal.counts["rows"] + journal.counts["skipped"], source.lines)


def _make_chunks(source: Source, survey: SurveyMap) -> Iterator[list[Item]]:
    """The rows in chunks: answers, rejects, and None for a row that the map leaves out."""
    items = take_items(source, survey)
    while chunk := list(islice(items, CHUNK)):
        yield chunk


def _write_chunk(journal: Journal, chunk: Sequence[Item], outcomes: Sequence[Outcome]) -> None:
    rejects = [item for item in chunk if isinstance(item, Reject)]
    rejects += [o.reject for o in outcomes if o.reject]
    rejects.sort(key=lambda r: r.number)
    results = [o for o in outcomes if not o.reject]
    counts: Counter[str] = Counter(
        rows=len(results) + len(rejects),
        results=len(results),
        rejects=len(rejects),
        skipped=sum(item is None for item in chunk),
        without_facts=sum(o.unread for o in results),
        without_recommendation=sum(o.unrecommended for o in results),
    )
    for item in chunk:
        if isinstance(item, Answer):
            counts["replaced_ids"] += item.replaced
            counts.update(f"unmapped {name}" for name in item.unmapped)
    journal.add([o.line for o in results], [_dump_reject(r) for r in rejects], counts)


def _dump_reject(reject: Reject) -> str:
    data: dict[str, int | str] = {"row": reject.number}
    if reject.line is not None:
        data["line"] = reject.line
    return dump_json({**data, "reason": mask_identifiers(reject.reason)}) + "\n"


def _make_tally(counts: Counter[str]) -> Tally:
    unmapped = {key.partition(" ")[2]: n for key, n in sorted(counts.items()) if key.startswith("unmapped ")}
    names = ("rows", "results", "rejects", "skipped", "without_facts", "without_recommendation", "replaced_ids")
    rows, results, rejects, skipped, unread, unrecommended, replaced = (counts[name] for name in names)
    return Tally(rows, results, rejects, skipped, unread, unrecommended, replaced, unmapped)


def _plain_tally(tally: Tally) -> dict[str, int | dict[str, int]]:
    return {
        "rows": tally.rows,
        "results": tally.results,
        "rejects": tally.rejects,
        "skipped": tally.skipped,
        "without_facts": tally.unread,
        "without_recommendation": tally.unrecommended,
        "replaced_ids": tally.replaced,
        "unmapped": tally.unmapped,
    }
