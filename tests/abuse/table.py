"""Every route with its method, and what it asks for. Read it when it changes: this is who may do what.

The last two columns are of service staff, without a reason and with one that names everything they can ask for: `in`; `refused`; or
`away`, sent to a door or to the desk as strangers are, or as after a form of the desk itself.
"""

TABLE = """
DELETE /api/v1/assets/{asset_id}                    assets:delete away    away
DELETE /api/v1/collections/{collection_id}          collections:write away    away
DELETE /api/v1/invitations/{invitation_id}          people:write  away    away
DELETE /api/v1/members/{member_id}                  people:write  away    away
GET    /                                            anyone        in      in
GET    /activity                                    activity:read away    in
GET    /activity.csv                                activity:read away    refused
GET    /api/<path:rest>                             anyone        in      in
GET    /api/v1/activities                           activity:read away    away
GET    /api/v1/assets                               assets:read   away    away
GET    /api/v1/assets/{asset_id}                    assets:read   away    away
GET    /api/v1/collections                          assets:read   away    away
GET    /api/v1/collections/{collection_id}          assets:read   away    away
GET    /api/v1/company                              signed in     away    away
GET    /api/v1/invitations                          people:write  away    away
GET    /api/v1/invitations/{invitation_id}          people:write  away    away
GET    /api/v1/members                              people:read   away    away
GET    /api/v1/members/{member_id}                  people:read   away    away
GET    /api/v1/uploads/{upload_id}                  uploads:write away    away
GET    /assets/<slug:asset_id>                      assets:read   away    in
GET    /assets/<slug:asset_id>/grid                 assets:read   away    in
GET    /assets/<slug:asset_id>/ladder               assets:read   away    in
GET    /assets/<slug:asset_id>/player               assets:read   away    in
GET    /assets/<slug:asset_id>/row                  assets:read   away    in
GET    /assets/<slug:asset_id>/state                assets:read   away    in
GET    /collections                                 assets:read   away    in
GET    /collections/<slug:collection_id>            collections:write away    refused
GET    /company                                     signed in     away    refused
GET    /company/closing                             company:close away    refused
GET    /company/leave                               signed in     away    refused
GET    /company/usage                               signed in     away    refused
GET    /confirm                                     signed in     in      in
GET    /desk                                        service staff in      in
GET    /desk/accesses                               service staff in      in
GET    /desk/companies/<slug:slug>                  service staff in      in
GET    /desk/setup                                  anyone        away    away
GET    /desk/sign-in                                anyone        away    away
GET    /desk/sign-in/<slug:secret>                  anyone        in      in
GET    /desk/sign-in/second                         anyone        away    away
GET    /errors/<str:code>                           anyone        in      in
GET    /forgotten                                   anyone        in      in
GET    /healthz/web                                 anyone        in      in
GET    /join/<slug:secret>                          anyone        in      in
GET    /keys                                        signed in     away    refused
GET    /keys/<slug:key_id>/revocation               signed in     away    refused
GET    /keys/<slug:key_id>/rotation                 signed in     away    refused
GET    /keys/new                                    signed in     away    refused
GET    /library                                     assets:read   away    in
GET    /mailbox                                     anyone        in      in
GET    /no-company                                  signed in     away    away
GET    /open                                        anyone        away    away
GET    /people                                      people:read   away    in
GET    /people/<slug:member_id>                     people:read   away    in
GET    /people/<slug:member_id>/removal             people:write  away    refused
GET    /people/invite                               people:write  away    refused
GET    /people/invite-many                          people:write  away    refused
GET    /people/roles                                people:read   away    in
GET    /people/roles/<slug:role_id>                 roles:write   away    refused
GET    /privacy                                     anyone        in      in
GET    /privacy/data-map.json                       anyone        in      in
GET    /privacy/promises                            anyone        in      in
GET    /privacy/record                              anyone        in      in
GET    /privacy/record.json                         anyone        in      in
GET    /sign-in                                     anyone        in      in
GET    /sign-in/<slug:secret>                       anyone        in      in
GET    /sign-in/code                                anyone        in      in
GET    /sign-in/second                              anyone        away    away
GET    /take-back/<slug:secret>                     anyone        in      in
GET    /two-steps                                   signed in     away    away
GET    /you                                         signed in     in      in
GET    /you/address                                 signed in     away    away
GET    /you/app                                     signed in     in      in
GET    /you/codes                                   signed in     in      in
GET    /you/password                                signed in     in      in
GET    /you/phone                                   signed in     away    away
PATCH  /api/v1/assets/{asset_id}                    assets:write  away    away
PATCH  /api/v1/collections/{collection_id}          collections:write away    away
PATCH  /api/v1/members/{member_id}                  people:write  away    away
POST   /api/v1/collections                          collections:write away    away
POST   /api/v1/invitations                          people:write  away    away
POST   /assets/<slug:asset_id>/collection           assets:write  away    refused
POST   /assets/<slug:asset_id>/restoration          assets:delete away    refused
POST   /assets/<slug:asset_id>/retirement           assets:delete away    refused
POST   /collections                                 assets:read   away    refused
POST   /collections/<slug:collection_id>            collections:write away    refused
POST   /collections/<slug:collection_id>/removal    collections:write away    refused
POST   /company                                     signed in     away    refused
POST   /company/<uuid:company_id>/restoration       signed in     away    away
POST   /company/closing                             company:close away    refused
POST   /company/leave                               signed in     away    refused
POST   /company/owner                               company:close away    refused
POST   /company/switch                              signed in     away    refused
POST   /confirm                                     signed in     in      in
POST   /desk/companies/<slug:slug>                  service staff in      in
POST   /desk/departure                              service staff away    away
POST   /desk/setup                                  anyone        away    away
POST   /desk/sign-in                                anyone        in      in
POST   /desk/sign-in/<slug:secret>                  anyone        in      in
POST   /desk/sign-in/passkey                        anyone        away    away
POST   /desk/sign-in/passkey/new                    anyone        in      in
POST   /desk/sign-in/second                         anyone        away    away
POST   /forgotten                                   anyone        in      in
POST   /invitations/<slug:invitation_id>/letter     people:write  away    refused
POST   /invitations/<slug:invitation_id>/withdrawal people:write  away    refused
POST   /join/<slug:secret>                          anyone        in      in
POST   /keys                                        signed in     away    refused
POST   /keys/<slug:key_id>/revocation               signed in     away    refused
POST   /keys/<slug:key_id>/rotation                 signed in     away    refused
POST   /library/collection                          assets:write  away    refused
POST   /open                                        anyone        away    away
POST   /people/<slug:member_id>                     people:read   away    refused
POST   /people/<slug:member_id>/handover            people:write  away    refused
POST   /people/<slug:member_id>/removal             people:write  away    refused
POST   /people/<slug:member_id>/restoration         people:write  away    refused
POST   /people/<slug:member_id>/suspension          people:write  away    refused
POST   /people/invite                               people:write  away    refused
POST   /people/invite-many                          people:write  away    refused
POST   /people/roles                                people:read   away    refused
POST   /people/roles/<slug:role_id>                 roles:write   away    refused
POST   /people/roles/<slug:role_id>/removal         roles:write   away    refused
POST   /sign-in                                     anyone        in      in
POST   /sign-in/<slug:secret>                       anyone        in      in
POST   /sign-in/code                                anyone        in      in
POST   /sign-in/passkey                             anyone        away    away
POST   /sign-in/passkey/new                         anyone        in      in
POST   /sign-in/second                              anyone        away    away
POST   /sign-out                                    anyone        away    away
POST   /take-back/<slug:secret>                     anyone        in      in
POST   /you/address                                 signed in     away    away
POST   /you/app                                     signed in     in      in
POST   /you/factors/<int:factor_id>                 signed in     in      in
POST   /you/passkeys                                signed in     in      in
POST   /you/passkeys/new                            signed in     in      in
POST   /you/password                                signed in     in      in
POST   /you/phone                                   signed in     away    away
POST   /you/recovery                                signed in     in      in
POST   /you/remembered/<uuid:browser_id>            signed in     away    away
POST   /you/sessions/<uuid:session_id>              signed in     in      in
POST   /you/sessions/others                         signed in     in      in
POST   /you/words                                   signed in     away    away
"""
ADDRESSES: list[tuple[str, str]] = [(method, path) for method, path, *_ in map(str.split, TABLE.strip().splitlines())]
"""Each method with its path."""
