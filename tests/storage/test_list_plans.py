"""A lead of a million contacts asks for a page: what SQLite says it will do to get it."""

import pytest
from sqlalchemy import event

from storage.filters import Filter
from storage.words import Scope

TEAM, OWN = Scope(None), Scope((1,))
INDEXED = {
    "SEARCH contact USING INDEX ix_contact_status_step": Filter(statuses=("KI",)),
    "SEARCH contact USING INDEX ix_contact_status_step ": Filter(statuses=("KI",), no_appointment=True),
    "SEARCH contact USING INDEX ix_contact_step (step_day<?)": Filter(overdue=True),
    "SEARCH contact USING INDEX ix_contact_step (step_day=?)": Filter(no_step=True),
    "SEARCH contact USING INDEX ix_contact_source": Filter(sources=("Messe",)),
    "SCAN contact USING INDEX ix_contact_parked": Filter(parked=True),
}


def planned(store, now, chosen, *, scope, total=None):
    """SQLite's plan for a page of this list; without a total for its count."""
    asked = []

    def listen(_connection, _cursor, statement, parameters, _context, _many):
        asked.append((statement, parameters))

    with store.work() as work:
        event.listen(store.engine, "before_cursor_execute", listen)
        frame = {"scope": scope, "now": now, "today": now.date()}
        if total is None:
            work.contacts.count_by(chosen, **frame)
        else:
            work.contacts.listed_by(chosen, **frame, total=total)
        event.remove(store.engine, "before_cursor_execute", listen)
        cursor = work.contacts._connection.connection.cursor()  # noqa: SLF001 – EXPLAIN is nobody's business
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[-1][0]}", asked[-1][1])
        return "\n".join(row[-1] for row in cursor.fetchall())


@pytest.fixture
def sqlite(store):
    if store.shared:
        pytest.skip("PostgreSQL plans by its statistics")
    return store


@pytest.mark.parametrize("step", INDEXED)
def test_a_teams_list_is_read_along_an_index_in_its_order(sqlite, now, step):
    plan = planned(sqlite, now, INDEXED[step], scope=TEAM, total=5000)
    assert step.strip() in plan
    assert "TEMP B-TREE" not in plan


def test_a_rare_keyword_leads_to_its_contacts_and_a_common_one_is_met_on_the_way(sqlite, now):
    chosen = Filter(tag="handwerk")
    assert planned(sqlite, now, chosen, scope=TEAM, total=3).startswith("SEARCH tag USING PRIMARY KEY")
    assert planned(sqlite, now, chosen, scope=TEAM, total=5000).startswith(
        "SCAN contact USING INDEX ix_contact_step"
    )


@pytest.mark.parametrize(
    "chosen", [Filter(statuses=("KI",)), Filter(sources=("Messe",)), Filter(tag="handwerk")]
)
def test_a_reps_own_contacts_are_found_and_counted_by_their_owner(sqlite, now, chosen):
    assert "ix_contact_owner_step (owner=?)" in planned(sqlite, now, chosen, scope=OWN, total=5000)
    assert "(owner=?" in planned(sqlite, now, chosen, scope=OWN)


def test_what_no_index_knows_is_looked_for_in_the_order_of_the_table(sqlite, now):
    assert planned(sqlite, now, Filter(industry="Bau"), scope=TEAM, total=3).startswith("SCAN contact\n")
