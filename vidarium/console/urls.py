"""The addresses of the pages."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from vidarium.console import activity, asset, collections, errors, keys, library, privacy, promises, record, sign_in, usage

urlpatterns = [
    path("", include("vidarium.console.public_urls")),
    path("", include("vidarium.console.own_urls")),
    path("", include("vidarium.console.desk_urls")),
    path("", include("vidarium.console.people_urls")),
    path("", RedirectView.as_view(pattern_name="library"), name="home"),
    path("sign-in", sign_in.door, name="sign-in"),
    path("sign-in/<slug:secret>", sign_in.by_link, name="sign-in-link"),
    path("sign-out", sign_in.out, name="sign-out"),
    path("privacy", privacy.page, name="privacy"),
    path("privacy/promises", promises.page, name="promises"),
    path("privacy/data-map.json", privacy.data_map, name="data-map"),
    path("privacy/record", record.page, name="record"),
    path("privacy/record.json", record.for_programs, name="record-json"),
    path("activity", activity.page, name="activity"),
    path("activity.csv", activity.export, name="activity-export"),
    path("company/usage", usage.page, name="usage"),
    path("keys", keys.page, name="keys"),
    path("keys/new", keys.new, name="key-new"),
    path("keys/<slug:key_id>/rotation", keys.rotation, name="key-rotation"),
    path("keys/<slug:key_id>/revocation", keys.revocation, name="key-revocation"),
    path("errors/<str:code>", errors.page, name="error-page"),
    path("library", library.page, name="library"),
    path("library/collection", collections.move_many, name="library-collection"),
    path("collections", collections.page, name="collections"),
    path("collections/<slug:collection_id>", collections.change, name="collection"),
    path("collections/<slug:collection_id>/removal", collections.delete, name="collection-removal"),
    path("assets/<slug:asset_id>", asset.page, name="asset"),
    path("assets/<slug:asset_id>/row", library.row, name="asset-row"),
    path("assets/<slug:asset_id>/grid", asset.grid, name="asset-grid"),
    path("assets/<slug:asset_id>/state", asset.part, {"name": "state"}, name="asset-state"),
    path("assets/<slug:asset_id>/ladder", asset.part, {"name": "ladder"}, name="asset-ladder"),
    path("assets/<slug:asset_id>/player", asset.part, {"name": "player"}, name="asset-player"),
    path("assets/<slug:asset_id>/collection", collections.move, name="asset-collection"),
    path("assets/<slug:asset_id>/retirement", asset.retire, name="asset-retirement"),
    path("assets/<slug:asset_id>/restoration", asset.restore, name="asset-restoration"),
]
