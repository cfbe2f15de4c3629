"""Routes, as Reflex, Django and the navigation know them."""

from django.conf import settings
from django.urls import resolve, reverse

from frontend import routes
from frontend.frontend import app
from inventory.views import SignInView, SignUpView


def test_navigation_leads_to_pages():
    for entry in routes.NAVIGATION:
        assert app.router(entry.route) == entry.route[1:]


def test_django_answers_at_the_addresses_that_pages_post_to():
    assert reverse("sign_in") == routes.POST_SIGN_IN
    assert reverse("sign_up") == routes.POST_SIGN_UP
    assert reverse("sign_out") == routes.POST_SIGN_OUT
    assert reverse("details") == routes.POST_DETAILS
    assert reverse("password") == routes.POST_PASSWORD
    assert reverse("upload") == routes.POST_UPLOAD
    assert reverse("inventory_csv") == routes.EXPORT
    assert resolve(routes.ADMIN).app_name == "admin"


def test_both_know_where_signing_in_and_up_is():
    assert settings.LOGIN_URL == SignInView.page_url == routes.SIGN_IN
    assert SignUpView.page_url == routes.SIGN_UP
