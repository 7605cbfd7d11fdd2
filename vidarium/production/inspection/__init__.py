"""Look into a source file. Runs INSIDE the sandbox: it knows PyAV and the standard library, and nothing of us.

    python -m inspection PATH FORMATS CODECS MAX_PIXELS MAX_STREAMS

Writes one JSON object to standard output: what was found, as raw facts (`probe.py` decides what they mean), or
`{"refused": REASON, "detail": …}`. Times are ticks of a stream's own clock, which stands beside them.

Its modules name one another relatively, because inside the sandbox no package `vidarium` is around them.
"""
