"""What every room stands on.

Errors, events, tenancy, the vocabulary of the data map, storage, the sandbox, keys, clock and ids.
Nothing here knows what a video is.
"""
