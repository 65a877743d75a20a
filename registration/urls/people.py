"""Addresses of users, their posts, waivers of four eyes, and the coordinators of a unit."""

from django.urls import path

from registration.views.people import contacts, posts, resets

urlpatterns = [
    path("", posts.people, name="people"),
    path("new/", posts.person_new, name="person_new"),
    path("<int:pk>/", posts.person, name="person"),
    path("<int:pk>/edit/", posts.person_edit, name="person_edit"),
    path("<int:pk>/link/", posts.person_link, name="person_link"),
    path("<int:pk>/active/", posts.person_active, name="person_active"),
    path("<int:pk>/posts/new/", posts.post_new, name="post_new"),
    path("posts/<int:pk>/end/", posts.post_end, name="post_end"),
    path("factors/", resets.factor_resets, name="factor_resets"),
    path("factors/<int:pk>/agree/", resets.factor_reset_agree, name="factor_reset_agree"),
    path("waivers/", posts.waivers, name="waivers"),
    path("waivers/new/", posts.waiver_new, name="waiver_new"),
    path("waivers/<int:pk>/end/", posts.waiver_end, name="waiver_end"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/new/", contacts.contact_new, name="contact_new"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/end/", contacts.contact_end, name="contact_end"),
]
