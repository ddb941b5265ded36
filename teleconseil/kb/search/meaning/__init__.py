"""Finding entries by what is meant: optional, offline, beside the search by words.

A small embedding model that came inside a wheel (the extra ``teleconseil[sens]``) turns a question
and each entry into vectors that lie close when they mean the same. Nothing here is imported before
the desk is painted, and everything works without it.
"""
