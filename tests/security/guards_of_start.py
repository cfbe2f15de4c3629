"""How to take each guard out that stands in settings, start and answers."""

from tests.security.guard import STATES, Guard

UPSTREAM = "tests/frontend/test_upstream.py"
SETTINGS = "tests/inventory/test_settings.py"
TRAPS = "tests/frontend/test_traps.py"

GUARDS = [
    Guard(
        "bridge mode",
        (11,),
        "inventory.settings",
        "RX_EVENT_RESOLVE_URL = False",
        'RX_EVENT_BRIDGE_MODE = "smart"',
        f"{STATES}/test_tasks.py::test_load_shows_only_own_rows",
    ),
    Guard(
        "no CSRF token in a state",
        (13,),
        "inventory.settings",
        "RX_MIRROR_CSRF = False",
        "RX_MIRROR_CSRF = True",
        f"{STATES}/test_navbar.py::test_what_no_page_shows_is_not_mirrored",
    ),
    Guard(
        "cookie out of reach of scripts",
        (14,),
        "inventory.settings",
        "SESSION_COOKIE_HTTPONLY = True",
        "SESSION_COOKIE_HTTPONLY = False",
        f"{SETTINGS}::test_no_script_reads_the_session",
    ),
    Guard(
        "no built-in sign-in",
        (14,),
        "frontend.upstream",
        "    drop_builtin_auth_state()\n",
        "",
        f"{UPSTREAM}::test_builtin_sign_in_has_no_handler",
    ),
    Guard(
        "no redirect to HTTPS among events",
        (18, 19),
        "inventory.settings",
        "if name not in (SESSION_MIDDLEWARE, AUTH_MIDDLEWARE)",
        "if False",
        f"{SETTINGS}::test_events_run_nothing_but_session_and_user",
    ),
    Guard(
        "HTTPS as the proxy says it",
        (19,),
        "inventory.settings",
        '    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")\n',
        "",
        f"{SETTINGS}::test_production_is_strict",
    ),
    Guard(
        "event cache off",
        (20,),
        "inventory.settings",
        "RX_EVENT_CACHE_TTL = 0",
        "RX_EVENT_CACHE_TTL = 60",
        f"{TRAPS}::test_signing_out_anonymously_clears_the_whole_cache",
    ),
    Guard(
        "production without defaults",
        (),
        "inventory.settings",
        "if missing := [name",
        "if missing := [] and [name",
        f"{SETTINGS}::test_production_names_what_is_missing",
    ),
    Guard(
        "plugins named",
        (30,),
        "rxconfig",
        "        rx.plugins.SitemapPlugin(),\n",
        "",
        "tests/test_rxconfig.py::test_plugins_are_named_so_that_no_start_warns",
    ),
    Guard(
        "server on loopback",
        (32,),
        "rxconfig",
        'backend_host="127.0.0.1",',
        "",
        "tests/test_rxconfig.py"
        "::test_backend_listens_on_loopback_which_is_not_the_default",
    ),
    Guard(
        "Vite on loopback",
        (32,),
        "frontend.upstream",
        "    keep_vite_on_loopback()\n",
        "",
        f"{UPSTREAM}::test_vite_listens_on_loopback",
    ),
    Guard(
        "mode told to Django",
        (),
        "frontend.upstream",
        'if command is not None and command.info_name == "run":',
        "if command is not None and False:",
        f"{UPSTREAM}::test_mode_and_port_are_told",
    ),
    Guard(
        "silence of decorated pages",
        (),
        "frontend.upstream",
        "    silence_decorated_pages()\n",
        "",
        f"{UPSTREAM}::test_decorated_pages_can_be_looked_at_without_a_warning",
    ),
    Guard(
        "silence of notes",
        (),
        "frontend.upstream",
        "    silence_upstream_notes()\n",
        "",
        f"{UPSTREAM}::test_notes_are_written_without_a_warning",
    ),
    Guard(
        "reload for code only",
        (),
        "frontend.upstream",
        "    reload_for_code_only()\n",
        "",
        f"{UPSTREAM}::test_reload_watches_the_code",
    ),
    Guard(
        "redirect to HTTPS",
        (),
        "frontend.web_security",
        "if decided.status_code == 200:",
        "if True:",
        "tests/security/test_https.py::test_plain_http_is_redirected",
    ),
    Guard(
        "origin of a WebSocket",
        (),
        "frontend.web_security",
        "and not from_own_page(scope)",
        "and False",
        "tests/frontend/test_web_security.py"
        "::test_websocket_is_opened_by_pages_of_this_site_only",
    ),
]
