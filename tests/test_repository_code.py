"""The repository's own rules: what a file may hold."""

import ast

from tests.tree import FILES, MODULES, NODES, ROOT, TREES, relative

OWN_CODE = [path for path in MODULES if "migrations" not in path.parts]
# Spelled so that this file does not hold them itself
REGISTRIES = [f"{name}.{end}" for name, end in (("pypi", "org"), ("npmjs", "org"))]
REGISTRIES += [f"{name}.com" for name in ("pythonhosted", "yarnpkg", "npmjs")]


def test_files_are_short():
    texts = [*OWN_CODE, *(path for path in FILES if path.suffix == ".js")]
    lengths = {relative(path): len(path.read_text().splitlines()) for path in texts}
    assert {name: lines for name, lines in lengths.items() if lines > 200} == {}


def test_functions_fit_a_screen():
    long = [
        f"{relative(path)}: {node.name}"
        for path, nodes in NODES.items()
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []


def test_every_module_says_what_it_is_for():
    silent = [
        path
        for path in OWN_CODE
        if TREES[path].body and not ast.get_docstring(TREES[path])
    ]
    assert silent == []


def test_exceptions_are_named():
    anything = [
        f"{relative(path)}:{node.lineno}"
        for path, nodes in NODES.items()
        for node in nodes
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & names(node.type))
    ]
    assert anything == []


def names(tree):
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_two_products_never_meet_under_one_name():
    both = {"inventory.models.Product", "shop.models.Product"}
    for path in MODULES:
        bare = [
            f"{node.module}.{alias.name}"
            for node in NODES[path]
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if alias.asname is None
        ]
        assert not both <= set(bare), relative(path)


def test_no_package_registry_is_named_anywhere():
    assert ROOT / "uv.lock" not in FILES
    for path in FILES:
        text = path.read_bytes().decode(errors="ignore")
        assert not any(host in text for host in REGISTRIES), relative(path)
    for path in ROOT.glob("reflex.lock/*"):
        assert '"resolved"' not in path.read_text()
