"""``deploy/``'s files as a container engine reads them, as far as the tests need it."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<how>[?-])(?P<text>[^}]*))?\}")


def compose() -> dict[str, Any]:
    """Read the compose file; what it repeats by name stands everywhere."""
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def environment(**given: str) -> dict[str, str]:
    """Give a worker's variables, with what somebody has set in their shell."""

    def value(match: re.Match[str]) -> str:
        return given.get(match["name"], "")

    variables = compose()["services"]["app-1"]["environment"]
    return {name: VARIABLE.sub(value, text) for name, text in variables.items()}


def stages() -> list[list[tuple[str, str]]]:
    """Read the container file: for each stage its instructions, without comments."""
    text = (DEPLOY / "Containerfile").read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found: list[list[tuple[str, str]]] = []
    for line in lines:
        name, _, argument = line.partition(" ")
        if name == "FROM":
            found.append([])
        found[-1].append((name, argument))
    return found


def of(stage: list[tuple[str, str]], instruction: str) -> list[str]:
    """Give the arguments of each such instruction of a stage."""
    return [argument for name, argument in stage if name == instruction]


def command() -> list[str]:
    """Give what a worker's container runs."""
    return json.loads(of(stages()[-1], "CMD")[0])


def health_check() -> list[str]:
    """Give what tells whether it is well."""
    return compose()["services"]["app-1"]["healthcheck"]["test"][1:]
