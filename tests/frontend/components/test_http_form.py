"""A form whose fields go to Django over HTTP, and into no event."""

import re

import reflex as rx

from frontend import routes
from frontend.components.http_form import SEND_OVER_HTTP, http_form
from frontend.pages.profile import profile_page
from frontend.pages.sign_in import sign_in_page
from frontend.pages.sign_up import sign_up_page
from tests.frontend.remote import PRIVATE

# What the navbar above the form sends: the theme that is chosen.
THEME_BUTTON = {"_call_function", "remember_theme"}


def test_form_posts_by_its_own_script():
    form = http_form(rx.el.input(name="note"), action="/auth/sign-in/")
    props = form.render()["props"]
    assert 'action:"/auth/sign-in/"' in props
    assert 'method:"post"' in props
    assert "onSubmit:sendOverHttp" in props
    assert SEND_OVER_HTTP in form._get_all_custom_code()
    assert "form" not in form._get_all_imports()  # HTML has it


def test_script_sends_the_token_and_keeps_away_from_cookies():
    assert "X-CSRFToken" in SEND_OVER_HTTP
    assert "document.cookie" not in SEND_OVER_HTTP


def test_no_password_can_get_into_an_event():
    for page, action in (
        (sign_in_page, routes.POST_SIGN_IN),
        (sign_up_page, routes.POST_SIGN_UP),
        (profile_page, routes.POST_PASSWORD),
    ):
        text = str(page().render())
        assert f'action:"{action}"' in text
        events = re.findall(r'ReflexEvent\("([\w.]+)"', text)
        assert {name.rpartition(".")[2] for name in events} <= THEME_BUTTON
    assert not any("password" in str(event) for event in PRIVATE)
