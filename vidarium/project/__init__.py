"""Where the rooms are put together: settings, wiring, addresses, and what each process starts with."""
