"""Addresses of signing in and out, and of passwords."""

from django.urls import path

from registration.views.people import accounts

urlpatterns = [
    path("sign-in/", accounts.sign_in, name="sign_in"),
    path("sign-in/demo/", accounts.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("password/", accounts.password_change, name="password_change"),
    path("password/forgotten/", accounts.password_forgotten, name="password_forgotten"),
    path("password/sent/", accounts.password_sent, name="password_sent"),
    path("password/<str:person_code>/<str:token>/", accounts.password_set, name="password_set"),
]
