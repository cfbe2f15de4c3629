"""Peers: the same search, page and save in what a person would otherwise pick."""

from collections import defaultdict
from itertools import product

from tests.benchmarks.findings import Finding, Spread
from tests.benchmarks.load import Load
from tests.benchmarks.peers.running import OURS, Peer, running_peers
from tests.benchmarks.run import Run
from tests.benchmarks.servers import Data

PACE = 40  # events a second of all users: all peers keep up with that
FAST = 100  # about as many as all do when they are saturated
STEPS = 5  # of one round through the page; everybody has the time for it
TIMED = ("search", "page", "save")

type Took = dict[tuple[str, int, str], list[float]]
type Rates = dict[tuple[str, int], list[float]]
type Lost = dict[str, int]  # connections that a peer has ended, by its name


async def measure(run: Run) -> list[Finding]:
    """Compare at each number of users, on both engines."""
    found = []
    for engine in run.scale.engines:
        data = run.data(engine, run.scale.peer_rows, what="peers")
        with running_peers(run, data, run.folder / f"peers-{engine}") as peers:
            took, rates, lost = await _turns(run, engine, data, peers)
        names = [peer.name for peer in peers]
        for users in run.scale.users:
            for name, action in product(names, TIMED):
                found.append(_latency(engine, took, (name, users, action)))
            found += [_rate(engine, rates, name, users) for name in names]
        for name, times in lost.items():
            what = f"{engine}: connections that the server ended: {name}"
            found.append(Finding("peers", what, times, ""))
    return found


async def _turns(
    run: Run, engine: str, data: Data, peers: list[Peer]
) -> tuple[Took, Rates, Lost]:
    took, rates, lost = defaultdict(list), defaultdict(list), defaultdict(int)
    turns = [*product(range(run.scale.turns), run.scale.users, peers)]
    for i in run.rounds(f"peers on {engine}", len(turns)):
        _, users, peer = turns[i]
        sessions = data.sessions[:users]
        paced = Load(peer, sessions, PACE)
        await paced.run(max(run.scale.seconds, STEPS * users / PACE))
        for action, values in paced.took.items():
            took[peer.name, users, action] += values
        seconds = max(run.scale.seconds / 2, STEPS * users / FAST)
        busy = Load(peer, sessions, None)
        rates[peer.name, users].append(await busy.run(seconds))
        lost[peer.name] += paced.lost + busy.lost
    return took, rates, lost


def _latency(engine: str, took: Took, key: tuple[str, int, str]) -> Finding:
    name, users, action = key
    mine = Spread.of(took[key])
    what = f"{engine}, {users} users, {action}: {name}"
    if name != OURS:
        return Finding("peers", what, mine.median, "ms", spread=mine)
    others = [Spread.of(v) for k, v in took.items() if k[1:] == key[1:] and k != key]
    met = all(mine.median < o.median and mine.p99 < o.p99 for o in others)
    goal = "lower median and p99 than each"
    return Finding("peers", what, mine.median, "ms", goal, met, mine)


def _rate(engine: str, rates: Rates, name: str, users: int) -> Finding:
    mine = Spread.of(rates[name, users])
    what = f"{engine}, {users} users, saturated: {name}"
    if name != OURS:
        return Finding("peers", what, mine.median, "events/s", spread=mine)
    others = [Spread.of(v) for k, v in rates.items() if k[1] == users and k[0] != name]
    met = all(mine.median > other.median for other in others)
    goal = "more than each"
    return Finding("peers", what, mine.median, "events/s", goal, met, mine)
