"""How much the benchmark does: all of it, or just enough to see that it works."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """The numbers of one run."""

    rows: tuple[int, int]  # of one owner: few and many
    peer_rows: int  # what the peers and the app are compared on
    engines: tuple[str, ...]  # of parts that are not about the database
    rounds: int  # of what is compared in turn
    users: tuple[int, ...]  # connected at a time
    seconds: float  # of load at each number of users
    turns: int  # of each peer at each number of users
    pages: tuple[int, ...]  # that watch a save live
    saves: int  # watched by them
    burst: int  # changes in a row
    idle: int  # pages that only stay open
    visits: int  # that connect and leave
    starts: int  # of the whole app


FULL = Scale(
    rows=(1_000, 1_000_000),
    peer_rows=100_000,
    engines=("SQLite",),
    rounds=10,
    users=(1, 10, 50, 200),
    seconds=3,
    turns=2,
    pages=(1, 50, 200),
    saves=100,
    burst=1_000,
    idle=1000,
    visits=10_000,
    starts=1,
)
QUICK = Scale(
    rows=(200, 2_000),
    peer_rows=2_000,
    engines=("SQLite",),
    rounds=3,
    users=(1, 5),
    seconds=1,
    turns=1,
    pages=(1, 10),
    saves=3,
    burst=50,
    idle=100,
    visits=500,
    starts=1,
)
