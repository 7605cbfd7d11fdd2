"""What people have agreed to, and proof of it.

A receipt says who acted beneath which version of the notice, when, in which language and how; no login of the application can change one.
"""
