"""One message, many channels: what the service tells people.

Today by e-mail. Other rooms announce what happened; this one writes it down in the reader's language, in the same
transaction, and sends it when that has committed.
"""
