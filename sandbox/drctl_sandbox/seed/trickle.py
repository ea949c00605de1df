"""A writer that adds entries to kb-prod regularly, so that there are rows before and after every point in time."""

from __future__ import annotations

from ..core import Sandbox, log
from ..postgres.cluster import Cluster
from ..postgres.wire import Connection, QueryFailed

_STATEMENT = """
insert into entries (author_id, title, body)
select 1 + floor(random() * 200)::int, 'Live note ' || to_char(clock_timestamp(), 'HH24:MI:SS.MS'), 'from the trickle'
"""


def start(sandbox: Sandbox, cluster: Cluster, database: str) -> None:
    """Writes until the sandbox closes; a restart of the database only interrupts it."""
    if sandbox.settings.trickle > 0:
        sandbox.job("trickle", lambda: _write(sandbox, cluster, database))


def _write(sandbox: Sandbox, cluster: Cluster, database: str) -> None:
    session: Connection | None = None
    while not sandbox.closing.wait(sandbox.settings.trickle):
        try:
            session = session or cluster.connect(database)
            session.query(_STATEMENT)
        except (OSError, QueryFailed) as problem:
            log.debug("no trickle: %s", problem)
            session = None
            if cluster.archive.resource_id not in sandbox.clusters:
                return
