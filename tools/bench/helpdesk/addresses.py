"""Where django-helpdesk's pages would stand; its mails and lists name them."""

from django.urls import include, path

urlpatterns = [path("helpdesk/", include("helpdesk.urls", namespace="helpdesk"))]
