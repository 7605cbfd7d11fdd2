"""The description of the API as a file, for readers and for generators of clients."""
