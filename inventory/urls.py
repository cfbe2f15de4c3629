"""Addresses that Django answers itself; every other one is a Reflex page."""

from django.contrib import admin
from django.urls import path

from inventory import downloads, profile, uploads, views

# A list: reflex-django appends the address of the Reflex pages to it.
urlpatterns = [
    path("admin/", admin.site.urls),
    path("auth/csrf/", views.csrf_token, name="csrf_token"),
    path("auth/sign-in/", views.SignInView.as_view(), name="sign_in"),
    path("auth/sign-up/", views.SignUpView.as_view(), name="sign_up"),
    path("auth/sign-out/", views.SignOutView.as_view(), name="sign_out"),
    path("auth/details/", profile.DetailsView.as_view(), name="details"),
    path("auth/password/", profile.NewPasswordView.as_view(), name="password"),
    path("files/import/", uploads.UploadView.as_view(), name="upload"),
    path("files/inventory.csv", downloads.inventory_csv, name="inventory_csv"),
]
