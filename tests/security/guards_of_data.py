"""How to take each guard out that stands before the rows."""

from tests.security.guard import STATES, Guard

MODELS = "tests/inventory/test_models.py"

GUARDS = [
    Guard(
        "owner scoping",
        (),
        "inventory.models",
        "self.filter(owner=user) if",
        "self.all() if",
        f"{STATES}/test_inventory.py::test_load_shows_only_own_rows",
    ),
    Guard(
        "owner scoping of tasks",
        (),
        "shop.models",
        "self.filter(owner=user) if",
        "self.all() if",
        f"{STATES}/test_tasks.py::test_load_shows_only_own_rows",
    ),
    Guard(
        "validation before every save",
        (35,),
        "inventory.validation",
        "        self.check_fields()\n        try:",
        "        try:",
        f"{MODELS}::test_price_that_cannot_be_is_refused_beside_its_field",
    ),
    Guard(
        "SKU per owner",
        (36,),
        "inventory.models",
        'fields=["owner", "sku"]',
        'fields=["sku"]',
        f"{MODELS}::test_sku_is_unique_per_owner_whatever_its_case",
    ),
    Guard(
        "characters that cannot be stored",
        (),
        "inventory.validation",
        "if found := pattern.search(text):",
        "if found := None:",
        f"{STATES}/test_inventory_refusals.py"
        "::test_bad_field_gets_a_message_and_nothing_is_written",
    ),
    Guard(
        "searches that no database takes",
        (),
        "inventory.search",
        "if not is_storable(text):",
        "if False:",
        "tests/inventory/test_search.py",
    ),
    Guard(
        "searches of the list that no database takes",
        (),
        "inventory.page_rows",
        " or not is_storable(text)",
        "",
        "tests/inventory/test_trigrams.py",
    ),
    Guard(
        "rows of live pages only for those who may see the same",
        (),
        "frontend.live.page",
        "key_of(self.filter_queryset(self.get_queryset()))",
        "None",
        "tests/frontend/live/test_page.py"
        "::test_whatever_changes_the_rows_makes_another_view",
    ),
    Guard(
        "versions",
        (),
        "inventory.versions",
        ".filter(version=self.version - 1)",
        "",
        "tests/inventory/test_versions.py",
    ),
    Guard(
        "no row brought back",
        (),
        "inventory.versions",
        "if self._state.adding:",
        "if True:",
        "tests/inventory/test_versions.py::test_a_deleted_row_does_not_come_back",
    ),
    Guard(
        "announcement of changes in bulk",
        (16,),
        "shop.models",
        "        changed = super().update(**kwargs)\n        announce(self.model)",
        "        changed = super().update(**kwargs)",
        "tests/shop/test_live.py",
    ),
    Guard(
        "announcement after the commit",
        (16,),
        "frontend.upstream_events",
        "    publish_after_commit()\n",
        "",
        "tests/frontend/test_upstream_events.py"
        "::test_change_is_published_after_the_commit_and_not_on_rollback",
    ),
    Guard(
        "rate limit of wrong passwords",
        (),
        "inventory.rate_limits",
        "if not sign_ins.hit(item, *key):",
        "if False:",
        "tests/inventory/test_rate_limits.py"
        "::test_the_right_password_is_refused_too_after_five_wrong_ones",
    ),
    Guard(
        "demo data in development only",
        (),
        "inventory.first_run",
        'if settings.DEBUG and connection.vendor == "sqlite":',
        'if connection.vendor == "sqlite":',
        "tests/inventory/test_first_run.py::test_production_seeds_nothing",
    ),
    Guard(
        "one movement and its balance at a time",
        (34,),
        "inventory.stock",
        "if balance + quantity < 0:",
        "if False:",
        "tests/inventory/test_stock.py::test_impossible_movement_is_refused",
    ),
    Guard(
        "theme stored in the session",
        (15,),
        "frontend.states.navbar",
        "await session.asave()",
        "pass",
        "tests/frontend/states/test_theme.py::test_choice_is_there_at_the_next_load",
    ),
    Guard(
        "session asked again while a dashboard is open",
        (21,),
        "frontend.states.dashboard",
        "await self._require_same_user(page)",
        "pass",
        "tests/frontend/states/test_dashboard.py"
        "::test_it_ends_with_the_session_and_takes_the_figures_along",
    ),
    Guard(
        "session asked again before a preview is shown",
        (21,),
        "frontend.states.imports",
        "await self._require_same_user()",
        "pass",
        "tests/frontend/states/test_imports_meanwhile.py"
        "::test_session_that_ends_meanwhile_ends_the_check",
    ),
]
