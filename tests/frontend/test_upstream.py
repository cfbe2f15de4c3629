"""The mends of ``frontend/upstream.py``.

Each works, and each is still needed: where a test ``..._still_...`` fails, upstream
has mended it too, and the function can go.
"""

import logging
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
import reflex.istate.manager
import reflex.page
from reflex_base.constants.installer import PackageJson
from reflex_base.registry import RegistrationContext
from reflex_base.utils import console
from reflex_django.auth.state_builders import get_or_create_django_auth_state
from reflex_django.dev import watch

from frontend import upstream
from tests.frontend.unmended import handlers_of, scratch_registry, unmended

# tell_django_the_mode


OPTIONS = ("REFLEX_ENV_MODE", "REFLEX_FRONTEND_PORT")


@pytest.fixture
def told(monkeypatch):
    """Run a command as far as the mend, and give what the environment then says."""
    for name in OPTIONS:
        monkeypatch.setenv(name, "to be restored")
        monkeypatch.delenv(name)

    def told(command, **options):
        with click.Context(click.Command(command), info_name=command) as context:
            context.params = options
            upstream.tell_django_the_mode()
        return tuple(os.environ.get(name) for name in OPTIONS)

    return told


def test_mode_and_port_are_told(told):
    assert told("run", env="prod", frontend_port=None) == ("prod", None)
    assert told("run", env="dev", frontend_port=3456) == ("dev", "3456")


def test_other_commands_leave_them_alone(told, monkeypatch):
    assert told("export", env="dev", frontend_port=1) == (None, None)
    monkeypatch.setenv("REFLEX_ENV_MODE", "prod")
    upstream.tell_django_the_mode()  # in no command at all
    assert os.environ["REFLEX_ENV_MODE"] == "prod"


def test_reflex_still_reads_its_configuration_before_it_knows_them(tmp_path):
    tmp_path.joinpath("rxconfig.py").write_text(
        f"import os\nprint(*map(os.environ.get, {OPTIONS}), flush=True)\nos._exit(0)\n"
    )
    answer = subprocess.run(
        [
            sys.executable,
            "-m",
            "reflex",
            "run",
            "--env",
            "prod",
            "--frontend-port",
            "1",
        ],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name not in OPTIONS},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert answer.stdout.split() == ["None", "None"]


# silence_decorated_pages, silence_upstream_notes


def test_decorated_pages_can_be_looked_at_without_a_warning(caplog):
    assert not reflex.page.DECORATED_PAGES
    assert caplog.text == ""


def test_reflex_still_warns_of_decorated_pages(caplog, monkeypatch):
    monkeypatch.delattr(reflex.page, "DECORATED_PAGES")
    assert not any(reflex.page.DECORATED_PAGES.values())
    assert "DECORATED_PAGES has been deprecated" in caplog.text


def test_notes_are_written_without_a_warning(caplog):
    caplog.set_level(logging.DEBUG)
    console.info("reflex-django did its work")
    console.warn("reflex-django has a hint")
    assert [record.levelname for record in caplog.records] == ["DEBUG", "WARNING"]


def test_reflex_still_warns_of_notes(caplog):
    unmended("reflex_base.utils.console").info("reflex-django did its work")
    assert "console.info has been deprecated" in caplog.text


# keep_vite_on_loopback, reload_for_code_only


def test_vite_listens_on_loopback():
    assert PackageJson.Commands.DEV.endswith("--host 127.0.0.1")


def test_vite_would_still_listen_on_every_interface():
    installer = unmended("reflex_base.constants.installer")
    assert installer.PackageJson.Commands.DEV.split()[-1] == "--host"


def test_reload_watches_the_code():
    root = Path(upstream.__file__).parent.parent
    assert list(watch.plugin_reload_paths()) == [
        root / "frontend",
        root / "inventory",
        root / "shop",
    ]


def test_reload_would_still_watch_the_database(tmp_path, monkeypatch, settings):
    database = tmp_path / "db.sqlite3"
    database.touch()
    monkeypatch.chdir(tmp_path)
    settings.BASE_DIR = tmp_path
    assert database in unmended("reflex_django.dev.watch").plugin_reload_paths()


# drop_builtin_auth_state


def test_builtin_sign_in_has_no_handler():
    builtin = get_or_create_django_auth_state()
    handlers = RegistrationContext.get().event_handlers.values()
    assert builtin not in {registered.states[0] for registered in handlers}


def test_builtin_sign_in_would_still_come_by_itself(monkeypatch):
    monkeypatch.delattr("reflex_django.auth.state.DjangoAuthState")
    with scratch_registry() as registry:
        handlers = handlers_of(get_or_create_django_auth_state(), registry)
    assert {"submit_impl", "logout_impl", "set_login_password"} <= handlers


# keep_states_over_a_start


@pytest.fixture
def written_state(tmp_path, monkeypatch):
    """Put a tab's state where Reflex looks for it."""
    monkeypatch.setenv("REFLEX_STATES_WORKDIR", str(tmp_path))
    state = tmp_path / "tab.pkl"
    state.touch()
    return state


def test_states_outlive_a_start(written_state):
    reflex.istate.manager.reset_disk_state_manager()
    assert written_state.exists()


def test_reflex_would_still_delete_them(written_state):
    unmended("reflex.istate.manager").reset_disk_state_manager()
    assert not written_state.exists()
