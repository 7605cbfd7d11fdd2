"""The API that outside programs rely on. Translates, never decides."""
