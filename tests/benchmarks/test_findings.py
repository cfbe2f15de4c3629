"""What the benchmark makes of its measurements."""

import gzip
from random import Random

import pytest

from tests.benchmarks import plots, report
from tests.benchmarks.findings import Finding, Spread, limit, percentile, ratio
from tests.benchmarks.weights import weights

HUNDRED = [float(number) for number in range(1, 101)]


def test_percentiles():
    shuffled = Random(1).sample(HUNDRED, 100)
    assert percentile(shuffled, 0.5) == 51
    assert percentile(shuffled, 0.99) == 100
    assert percentile([3.0], 0.999) == 3
    assert Spread.of(shuffled) == Spread(50.5, 26, 76, 100, 100)


@pytest.mark.parametrize(("at_most", "met"), [(1.9, False), (2, True), (None, None)])
def test_ratio_of_medians(at_most, met):
    found = ratio("floor", "twice as long", [2.0, 4.0, 90.0], [2.0], at_most)
    assert (found.value, found.met) == (2, met)


def test_limit():
    assert limit("budget", "queries", 3, "", 3).met
    assert not limit("budget", "queries", 4, "", 3).met
    assert limit("budget", "queries", 4, "").met is None


def test_page_says_what_is_met():
    found = [limit("budget", "list", 3, "B", 2), ratio("floor", "list", [1.0], [1.0])]
    page = report.markdown(found, {"command": "the command", "cores": "2"})
    assert "written by `the command`" in page
    assert "- cores: 2" in page
    assert "| budget: list | 3 B | ≤ 2 B | **no** |" in page
    assert "| floor: list | 1 × |  |  | 1 (1–1) | 1 (1–1) | 1 | 1 |" in page


def test_plots(tmp_path):
    growth = [ratio("growth", "SQLite: open", [1.1], [1.0], 1.25)]
    peers = [
        Finding("peers", f"{engine}, {users} users, {what}: {peer}", 3, "ms")
        for engine in ("SQLite", "PostgreSQL")
        for users in (1, 10)
        for what in ("search", "saturated")
        for peer in ("the app", "htmx")
    ]
    plots.draw(growth + peers, tmp_path)
    drawn = {file.name: file.read_text() for file in tmp_path.iterdir()}
    assert drawn.keys() == {"growth.svg", "peers.svg", "throughput.svg"}
    assert all("<svg" in text for text in drawn.values())


def test_weights_follow_imports_but_not_calls(tmp_path):
    files = {
        "a.js": 'import{x}from"./b.js";import("./later.js")',
        "b.js": 'import"./a.js"',
        "later.js": "never()",
        "c.css": "p{}",
    }
    (tmp_path / "assets").mkdir()
    for name, text in files.items():
        (tmp_path / "assets" / name).write_text(text)
    (tmp_path / "index.html").write_text(
        '<link rel="modulepreload" href="/assets/a.js"><link href="/assets/c.css">'
    )
    loaded = [gzip.compress(files[n].encode(), 9) for n in ("a.js", "b.js", "c.css")]
    assert weights(tmp_path) == {"index.html": sum(map(len, loaded)) / 1024}
