"""What a rebuild is measured by: the same figures by plain SQL with window functions, into tables of their own."""

import sqlite3

RFM = """
CREATE TABLE yardstick_rfm AS
WITH occasion AS (
  SELECT contact, day, sum(amount) AS amount FROM event
  WHERE kind = 'purchase' AND voided_at IS NULL GROUP BY contact, day
), spaced AS (
  SELECT contact, day, amount, julianday(day) - julianday(lag(day) OVER (PARTITION BY contact ORDER BY day)) AS gap
  FROM occasion
), ranked AS (
  SELECT contact, day, amount, gap, count(gap) OVER (PARTITION BY contact) AS gaps,
         row_number() OVER (PARTITION BY contact ORDER BY gap) - sum(gap IS NULL) OVER (PARTITION BY contact) AS place
  FROM spaced
)
SELECT contact, count(*) AS n, min(day) AS first, max(day) AS last, sum(amount) AS revenue,
       avg(gap) AS mean, avg(CASE WHEN place IN ((gaps + 1) / 2, gaps / 2 + 1) THEN gap END) AS median,
       sqrt(max(0, (sum(gap * gap) - count(gap) * avg(gap) * avg(gap)) / nullif(count(gap) - 1, 0)))
         / nullif(avg(gap), 0) AS cv,
       count(DISTINCT CASE WHEN day > date(:today, '-364 days')
             THEN CAST((julianday(:today) - julianday(day)) / 91 AS INTEGER) END) AS quarters,
       sum(CASE WHEN day > date(:today, '-364 days') THEN amount ELSE 0 END) AS year_revenue
FROM ranked GROUP BY contact
"""
WINDOW = """
CREATE TABLE yardstick_window AS
WITH occasion AS (
  SELECT DISTINCT contact, day FROM event WHERE kind = 'purchase' AND voided_at IS NULL
), numbered AS (
  SELECT contact, day, lead(day) OVER (PARTITION BY contact ORDER BY day) AS second,
         row_number() OVER (PARTITION BY contact ORDER BY day) AS place
  FROM occasion
)
SELECT day AS first, julianday(second) - julianday(day) AS back, count(*) AS people
FROM numbered WHERE place = 1 GROUP BY 1, 2
"""


def plain_sql(file: str, today: str) -> int:
    """Returns how many customers there are; the tables are dropped again by `swept`."""
    raw = sqlite3.connect(file)
    raw.execute("PRAGMA temp_store=MEMORY")
    for statement in (RFM, WINDOW):
        raw.execute(statement, {"today": today} if ":today" in statement else {})
    raw.commit()
    count: int = raw.execute("SELECT count(*) FROM yardstick_rfm").fetchone()[0]
    raw.close()
    return count


def swept(file: str) -> None:
    raw = sqlite3.connect(file)
    for table in ("yardstick_rfm", "yardstick_window"):
        raw.execute(f"DROP TABLE IF EXISTS {table}")
    raw.close()
