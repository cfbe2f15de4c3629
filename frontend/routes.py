"""Where each page lives, and what the navigation shows."""

from typing import NamedTuple

HOME = "/"
DASHBOARD = "/dashboard"
INVENTORY = "/inventory"
IMPORT = "/inventory/import"
PRODUCTS = "/products"
TASKS = "/tasks"
PROFILE = "/profile"
SIGN_IN = "/login"
SIGN_UP = "/signup"

# Django answers these over HTTP (inventory/urls.py), and whatever begins like them.
DJANGO = ("/admin", "/auth", "/files")
ADMIN = "/admin/"
POST_SIGN_IN = "/auth/sign-in/"
POST_SIGN_UP = "/auth/sign-up/"
POST_SIGN_OUT = "/auth/sign-out/"
POST_DETAILS = "/auth/details/"
POST_PASSWORD = "/auth/password/"
POST_UPLOAD = "/files/import/"
EXPORT = "/files/inventory.csv"


class NavigationEntry(NamedTuple):
    """One link of the navbar: its label, its route and its lucide icon."""

    label: str
    route: str
    icon: str


NAVIGATION = (
    NavigationEntry("Dashboard", DASHBOARD, "layout-dashboard"),
    NavigationEntry("Inventory", INVENTORY, "boxes"),
    NavigationEntry("Shop", PRODUCTS, "store"),
    NavigationEntry("Tasks", TASKS, "list-checks"),
)
