"""Copying a style as the README says: what is left of the project starts."""

import ast
import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.tree import FILES, ROOT, relative

STYLES = {"Plain": "tasks", "Declarative": "products", "Hand-written": "inventory"}
LINK = re.compile(r"\]\((frontend/(?:pages|states)/\w+\.py)\)")
START = """
import django
django.setup()
from frontend.frontend import app
for page in app._unevaluated_pages.values():
    page.component()
print(*app._unevaluated_pages)
"""


class LeaveOut(ast.NodeTransformer):
    """Takes the lines out that name what comes from these modules."""

    def __init__(self, modules):
        self._modules, self._names = modules, set()

    def visit_ImportFrom(self, node):
        if node.module not in self._modules:
            return node
        self._names |= {each.name for each in node.names}
        return None

    def visit_Expr(self, node):
        return None if any(map(self._is_gone, ast.walk(node))) else node

    def visit_Tuple(self, node):
        node.elts = [each for each in node.elts if not self._is_gone(each)]
        return self.generic_visit(node)

    def _is_gone(self, node):
        return isinstance(node, ast.Name) and node.id in self._names


def kept_by(style):
    """Read which pages and states stay: those that all need, and the style's own."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("\n## Copy one style")[1].split("\n## ")[0]
    own = dict(re.findall(r"\n +- \*\*([\w-]+)\*\*(.+?)(?=\n +- |\n\S)", section, re.S))
    assert set(own) == set(STYLES)
    for_one = LINK.findall("".join(own.values()))
    for_all = set(LINK.findall(section)).difference(for_one)
    return {*for_all, *LINK.findall(own[style])}


def copy_without_others(style, folder):
    """Copy the project without the other pages and states, and name these."""
    kept, gone = kept_by(style), set()
    for path in FILES:
        name, of_page = relative(path), path.parent.name in ("pages", "states")
        if not name.startswith(("frontend/", "inventory/", "shop/", "rxconfig")):
            continue
        if of_page and path.stem != "__init__" and name not in kept:
            gone.add(name.removesuffix(".py").replace("/", "."))
        else:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / name)
    return gone


@pytest.mark.parametrize("style", STYLES)
def test_project_starts_with_one_style_alone(tmp_path, style):
    gone = copy_without_others(style, tmp_path)
    app = tmp_path / "frontend/frontend.py"
    left = LeaveOut(gone).visit(ast.parse(app.read_text(encoding="utf-8")))
    app.write_text(ast.unparse(left), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", START],
        cwd=tmp_path,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "inventory.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    pages = ["index", STYLES[style], "login", "signup", "404"]
    assert sorted(done.stdout.split()) == sorted(pages)
