"""What is shown when a page's own script fails."""

from frontend.frontend import app


def test_it_wraps_the_app_and_says_what_to_do():
    wrap = app.extra_app_wraps[55, "ErrorBoundary"]
    boundary = wrap(True)
    assert boundary is not None
    (fallback,) = [
        prop for prop in boundary.render()["props"] if prop.startswith("fallback")
    ]
    assert "This page could not be shown" in fallback
    assert "location.reload()" in fallback
    assert "_error" not in fallback  # what broke is for the server's log
