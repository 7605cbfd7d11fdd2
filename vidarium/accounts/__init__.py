"""Companies, their people, and how they come in.

A person is global; a membership is the company's. Everything a company owns is reached by walking from a membership
or a token, and the database holds the wall (`foundation.tenancy`).
"""
