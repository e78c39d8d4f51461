"""Any order of lines, taps, deaths, network troubles and hours of the day.
"""

import json
import logging
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from led import TimelessLoop
from machine import HOLIDAYS, POLICY, TEAM, ZONE, Killed, Life, Phones

from bot.clock import MovedClock
from bot.views import texts
from storage.database import StoreUnavailable
from storage.outbox import Lane, State
from storage.work import Store

KIM, JAN, UTE = 101, 102, 103  # Kim leads
START = datetime(2026, 3, 30, 7, 0, tzinfo=UTC)  # 9:00 in Berlin, in the week before Easter
MINUTE = timedelta(minutes=1)

LINES = (
    "/notiz #{contact}: zettel{n}",
    "/notiz #{contact}: zettel{n}",
    "/schritt #{contact}: anrufen in 2 Stunden",
    "/schritt #{contact}: anrufen morgen 21:30",
    "/schritt #{contact}: anrufen morgen",
    "/termin #{contact}: morgen 10:00",
    "/reaktion #{contact}: Mail",
    "/kauf #{contact}: 100",
    "/nachgefasst #{contact}: angerufen",
    "/spaeter #{contact}: morgen",
    "/rückgängig",
    "/einstellungen Ruhe 10:00-9:00",
    "/einstellungen Ruhe aus",
    "/einstellungen Pushes 1",
    "/einstellungen Woche Di 9:00",
    "/einstellungen zurücksetzen",
    "/neu Zettel{n}",
    "/heute",
    "Zettel{n}",
)
TROUBLES = ("", "lost before", "lost after", "unconnected", "busy", "forbidden", "meanwhile")
REPS = st.sampled_from((JAN, UTE))
SMALL = st.integers(0, 9)
EVENTS = st.one_of(
    st.tuples(st.just("line"), REPS, st.integers(0, len(LINES) - 1), SMALL),
    st.tuples(st.just("tap"), REPS, st.integers(0, 99)),
    st.tuples(st.just("again"), SMALL),
    st.tuples(st.just("poison"), REPS),
    st.tuples(st.just("work")),
    st.tuples(st.just("send"), st.lists(st.sampled_from(TROUBLES), max_size=6)),
    st.tuples(st.just("edge")),
    st.tuples(st.just("later"), st.sampled_from((1, 20, 90, 300, 900, 3000))),
    st.tuples(st.just("tick")),
    st.tuples(st.just("vanish"), REPS),
    st.tuples(st.just("lock"), st.integers(1, 3)),
)
