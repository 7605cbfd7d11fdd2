"""Every route with its method, and what it asks for. Read it when it changes: this is who may do what."""

TABLE = """
DELETE /api/v1/assets/{asset_id}                    assets:delete
DELETE /api/v1/invitations/{invitation_id}          people:write
DELETE /api/v1/members/{member_id}                  people:write
GET    /                                            anyone
GET    /activity                                    activity:read
GET    /activity.csv                                activity:read
GET    /api/<path:rest>                             anyone
GET    /api/v1/activities                           activity:read
GET    /api/v1/assets                               assets:read
GET    /api/v1/assets/{asset_id}                    assets:read
GET    /api/v1/company                              signed in
GET    /api/v1/invitations                          people:write
GET    /api/v1/invitations/{invitation_id}          people:write
GET    /api/v1/members                              people:read
GET    /api/v1/members/{member_id}                  people:read
GET    /api/v1/uploads/{upload_id}                  uploads:write
GET    /assets/<slug:asset_id>                      assets:read
GET    /assets/<slug:asset_id>/grid                 assets:read
GET    /assets/<slug:asset_id>/ladder               assets:read
GET    /assets/<slug:asset_id>/player               assets:read
GET    /assets/<slug:asset_id>/row                  assets:read
GET    /assets/<slug:asset_id>/state                assets:read
GET    /company                                     signed in
GET    /company/closing                             company:close
GET    /company/leave                               signed in
GET    /company/usage                               signed in
GET    /confirm                                     signed in
GET    /errors/<str:code>                           anyone
GET    /forgotten                                   anyone
GET    /healthz/web                                 anyone
GET    /join/<slug:secret>                          anyone
GET    /keys                                        signed in
GET    /keys/<slug:key_id>/revocation               signed in
GET    /keys/<slug:key_id>/rotation                 signed in
GET    /keys/new                                    signed in
GET    /library                                     assets:read
GET    /mailbox                                     anyone
GET    /no-company                                  signed in
GET    /open                                        anyone
GET    /people                                      people:read
GET    /people/<slug:member_id>                     people:read
GET    /people/<slug:member_id>/removal             people:write
GET    /people/invite                               people:write
GET    /people/invite-many                          people:write
GET    /people/roles                                people:read
GET    /people/roles/<slug:role_id>                 roles:write
GET    /privacy                                     anyone
GET    /privacy/data-map.json                       anyone
GET    /sign-in                                     anyone
GET    /sign-in/<slug:secret>                       anyone
GET    /sign-in/code                                anyone
GET    /sign-in/second                              anyone
GET    /take-back/<slug:secret>                     anyone
GET    /two-steps                                   signed in
GET    /you                                         signed in
GET    /you/address                                 signed in
GET    /you/app                                     signed in
GET    /you/codes                                   signed in
GET    /you/password                                signed in
GET    /you/phone                                   signed in
PATCH  /api/v1/assets/{asset_id}                    assets:write
PATCH  /api/v1/members/{member_id}                  people:write
POST   /api/v1/invitations                          people:write
POST   /assets/<slug:asset_id>/restoration          assets:delete
POST   /assets/<slug:asset_id>/retirement           assets:delete
POST   /company                                     signed in
POST   /company/<uuid:company_id>/restoration       signed in
POST   /company/closing                             company:close
POST   /company/leave                               signed in
POST   /company/owner                               company:close
POST   /company/switch                              signed in
POST   /confirm                                     signed in
POST   /forgotten                                   anyone
POST   /invitations/<slug:invitation_id>/letter     people:write
POST   /invitations/<slug:invitation_id>/withdrawal people:write
POST   /join/<slug:secret>                          anyone
POST   /keys                                        signed in
POST   /keys/<slug:key_id>/revocation               signed in
POST   /keys/<slug:key_id>/rotation                 signed in
POST   /open                                        anyone
POST   /people/<slug:member_id>                     people:read
POST   /people/<slug:member_id>/handover            people:write
POST   /people/<slug:member_id>/removal             people:write
POST   /people/<slug:member_id>/restoration         people:write
POST   /people/<slug:member_id>/suspension          people:write
POST   /people/invite                               people:write
POST   /people/invite-many                          people:write
POST   /people/roles                                people:read
POST   /people/roles/<slug:role_id>                 roles:write
POST   /people/roles/<slug:role_id>/removal         roles:write
POST   /sign-in                                     anyone
POST   /sign-in/<slug:secret>                       anyone
POST   /sign-in/code                                anyone
POST   /sign-in/passkey                             anyone
POST   /sign-in/passkey/new                         anyone
POST   /sign-in/second                              anyone
POST   /sign-out                                    anyone
POST   /take-back/<slug:secret>                     anyone
POST   /you/address                                 signed in
POST   /you/app                                     signed in
POST   /you/factors/<int:factor_id>                 signed in
POST   /you/passkeys                                signed in
POST   /you/passkeys/new                            signed in
POST   /you/password                                signed in
POST   /you/phone                                   signed in
POST   /you/recovery                                signed in
POST   /you/remembered/<uuid:browser_id>            signed in
POST   /you/sessions/<uuid:session_id>              signed in
POST   /you/sessions/others                         signed in
POST   /you/words                                   signed in
"""
ADDRESSES: list[tuple[str, str]] = [(method, path) for method, path, *_ in map(str.split, TABLE.strip().splitlines())]
"""Each method with its path."""
