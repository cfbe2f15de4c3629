"""The repository's own rules: what stands where, and what refers to what."""

import ast
import re
import tomllib

import pytest

from frontend import (
    upstream,
    upstream_cost,
    upstream_events,
    upstream_memory,
    upstream_sockets,
)
from frontend.states.inventory import InventoryState
from frontend.states.products import ProductState
from frontend.states.tasks import TaskState
from tests.tree import FILES, MODULES, NODES, ROOT

TOP_LEVEL = {
    *("frontend", "inventory", "shop", "tests", "e2e", "docs", "deploy"),
    *("rxconfig.py", "manage.py", "pyproject.toml", "README.md", "LICENSE"),
    "reflex.lock",
}
STYLES = ("inventory", "products", "tasks")
SLOTS = (
    "frontend/states/{}.py",
    "frontend/pages/{}.py",
    "tests/frontend/states/test_{}.py",
    "e2e/test_{}.py",
)


def imports(path):
    """Name every module that a file imports, and every name taken from one."""
    for node in NODES[path]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


# What stands where


def test_top_level_stays_as_it_is():
    names = {path.relative_to(ROOT).parts[0] for path in FILES}
    assert {name for name in names if name[0] != "."} <= TOP_LEVEL


@pytest.mark.parametrize("style", STYLES)
def test_style_has_its_slots(style):
    assert [slot for slot in SLOTS if not (ROOT / slot.format(style)).is_file()] == []


def test_no_module_is_named_after_nothing():
    vague = {"utils", "helpers", "common", "base"}
    assert [path for path in MODULES if path.stem in vague] == []


# Styles


@pytest.mark.parametrize("style", STYLES)
def test_style_imports_no_other_style(style):
    others = [
        f"frontend.{folder}.{other}"
        for folder in ("states", "pages")
        for other in STYLES
        if other != style
    ]
    for folder in ("states", "pages"):
        found = set(imports(ROOT / "frontend" / folder / f"{style}.py"))
        assert found.isdisjoint(others)


def test_styles_share_no_base_of_ours():
    bases = [
        {cls for cls in state.__mro__[1:] if cls.__module__.startswith("frontend")}
        for state in (InventoryState, ProductState, TaskState)
    ]
    assert sum(map(len, bases)) == len(set().union(*bases))


# Dependencies and links


def test_every_dependency_says_what_it_is_there_for():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    names = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    for name in names:
        assert re.search(rf'"{re.escape(name)}",? +# \w', text), name


def test_links_of_the_readme_lead_somewhere():
    text = (ROOT / "README.md").read_text()
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {
        re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in headings
    }
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif "://" not in target:
            assert (ROOT / target).exists(), target


# Mends

MENDED = (
    upstream,
    upstream_cost,
    upstream_events,
    upstream_memory,
    upstream_sockets,
)


def test_every_mend_has_a_test():
    tests = "".join(
        path.read_text() for path in ROOT.glob("tests/frontend/test_upstream*.py")
    )
    ours = [
        name
        for module in MENDED
        for name, value in vars(module).items()
        if callable(value)
        and value.__module__ == module.__name__
        and not name.startswith("_")
    ]
    groups = {"mend_startup", "mend_events", "mend_sockets"}
    groups |= {"save_costs", "save_memory"}
    assert [name for name in ours if name not in tests and name not in groups] == []
