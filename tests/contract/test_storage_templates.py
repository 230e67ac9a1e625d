"""Templates: one contract for the memory that other tests use, for SQLite and for PostgreSQL."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bot.storage.reviews import SqlReviews
from bot.storage.templates import SqlTemplates
from bot.usecases.prefilling_ports import Template, TemplateName
from bot.usecases.reviewing_ports import UnknownReview
from tests.contract.test_storage_reviewing import ELSEWHERE, HERE, NOON, review, standing
from tests.support.databases import empty
from tests.support.memory_reviews import MemoryReviews, MemoryTemplates

BASELINE = Template("t1", "Platform baseline", HERE, "R1", "U1", NOON, standing("2025"))


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request, _databases):
    if request.param == "memory":
        reviews = MemoryReviews()
        return SimpleNamespace(reviews=reviews, templates=MemoryTemplates(reviews))
    empty(_databases[request.param])
    database = _databases[request.param]
    return SimpleNamespace(reviews=SqlReviews(database), templates=SqlTemplates(database))


def test_templates_come_back_as_they_were_kept_by_name(store):
    store.reviews.start(HERE, review())
    second = replace(BASELINE, id="t2", name="A start")

    assert store.templates.add(BASELINE)
    assert store.templates.add(second)
    assert store.templates.of(HERE.tenant) == (second, BASELINE)
    assert store.templates.of(HERE.tenant, "t1") == (BASELINE,)
    assert store.templates.of(HERE.tenant, "t3") == ()
    assert [(each.id, each.name) for each in store.templates.named(HERE.tenant)] == [
        ("t2", "A start"),
        ("t1", "Platform baseline"),
    ]


def test_what_templates_are_called_is_told_with_their_lens_and_in_their_workspace_only(store):
    for place in (HERE, *ELSEWHERE[1:]):
        store.reviews.start(place, review())
    store.templates.add(BASELINE)

    assert store.templates.named(HERE.tenant) == (TemplateName("t1", "Platform baseline", "machine-learning"),)
    for place in ELSEWHERE[1:]:
        assert store.templates.named(place.tenant) == ()


def test_a_name_is_taken_however_it_is_written(store):
    store.reviews.start(HERE, review())
    store.templates.add(BASELINE)

    assert not store.templates.add(replace(BASELINE, id="t2", name=" platform  BASELINE", by="U2"))
    assert store.templates.of(HERE.tenant) == (BASELINE,)


def test_another_channel_of_the_workspace_has_it_and_another_workspace_neither_sees_nor_removes_it(store):
    store.reviews.start(HERE, review())
    store.templates.add(BASELINE)
    for place in ELSEWHERE[1:]:
        assert store.templates.of(place.tenant) == ()
        store.templates.remove(place.tenant, "t1")
        store.reviews.start(place, review())
        assert store.templates.add(replace(BASELINE, place=place))

    assert store.templates.of(ELSEWHERE[0].tenant) == (BASELINE,)


def test_what_is_removed_is_gone_and_its_name_free(store):
    store.reviews.start(HERE, review())
    store.templates.add(BASELINE)

    store.templates.remove(HERE.tenant, "t1")
    store.templates.remove(HERE.tenant, "t1")
    assert store.templates.of(HERE.tenant) == ()
    assert store.templates.add(replace(BASELINE, id="t2"))


def test_a_template_of_no_review_is_not_kept(store):
    with pytest.raises(UnknownReview):
        store.templates.add(BASELINE)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_a_template_goes_with_its_review(database):
    reviews, templates = SqlReviews(database), SqlTemplates(database)
    reviews.start(HERE, review())
    templates.add(BASELINE)

    reviews.remove(HERE, "R1")

    assert templates.of(HERE.tenant) == ()
