"""How to take each guard out, and which tests must then fail."""

from typing import NamedTuple

STATES = "tests/frontend/states"


class Guard(NamedTuple):
    """A snippet that disables the guard, run before the tests are collected."""

    name: str
    removal: str
    tests: tuple[str, ...]


GUARDS = [
    Guard(
        "owner scoping",
        "from inventory.models import ProductQuerySet as Q\n"
        "Q.for_owner = lambda self, user: self.all()",
        (f"{STATES}/test_inventory.py::test_load_shows_only_own_rows",),
    ),
    Guard(
        "owner scoping of tasks",
        "from shop.models import TaskQuerySet as Q\n"
        "Q.for_owner = lambda self, user: self.all()",
        (f"{STATES}/test_tasks.py::test_load_shows_only_own_rows",),
    ),
    Guard(
        "validation before every save",
        "from inventory.validation import ValidatedModel as V\n"
        "V.full_clean = lambda self, **_: None",
        ("tests/inventory/test_models.py",),
    ),
    Guard(
        "sign-in check of the gate",
        "import frontend.gate\n"
        "frontend.gate.require_login_user = lambda: None\n"
        "frontend.gate.check_payload = lambda *_: None",
        (
            f"{STATES}/test_inventory_refusals.py"
            "::test_signed_out_every_event_leads_to_sign_in",
        ),
    ),
    Guard(
        "rate limit of wrong passwords",
        "from inventory import rate_limits\n"
        "rate_limits.sign_ins.hit = lambda *_, **__: True",
        ("tests/inventory/test_rate_limits.py",),
    ),
    Guard(
        "versions",
        "from inventory.versions import VersionedModel as V\n"
        "from inventory.validation import ValidatedModel\n"
        "V.write = ValidatedModel.write",
        ("tests/inventory/test_versions.py",),
    ),
    Guard(
        "redirect to HTTPS",
        "import frontend.web_security as w\n"
        "w._django_middleware = lambda: lambda _: w.HttpResponse()",
        ("tests/security/test_https.py",),
    ),
    Guard(
        "permissions of the shelf",
        "from frontend.states.products import ProductState as P\n"
        "async def may(self, verb):\n    return True\n"
        "P._may = may",
        (f"{STATES}/test_products_refusals.py",),
    ),
]
