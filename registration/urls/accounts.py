"""Addresses of signing in and out, and of passwords."""

from django.urls import path

from registration.views.people import accounts, security

urlpatterns = [
    path("sign-in/", accounts.sign_in, name="sign_in"),
    path("sign-in/second/", accounts.second_step, name="second_step"),
    path("sign-in/demo/", accounts.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("password/", accounts.password_change, name="password_change"),
    path("password/forgotten/", accounts.password_forgotten, name="password_forgotten"),
    path("password/sent/", accounts.password_sent, name="password_sent"),
    path("password/<str:person_code>/<str:token>/", accounts.password_set, name="password_set"),
    path("security/", security.security, name="security"),
    path("security/app/", security.app_add, name="app_add"),
    path("security/app/remove/", security.app_remove, name="app_remove"),
    path("security/passkeys/add/", security.passkey_add, name="passkey_add"),
    path("security/passkeys/<int:pk>/remove/", security.passkey_remove, name="passkey_remove"),
    path("security/sessions/<int:pk>/end/", security.session_end, name="session_end"),
    path("security/sessions/end/", security.sessions_end, name="sessions_end"),
    path("security/recovery/", security.recovery_codes, name="recovery_codes"),
]
