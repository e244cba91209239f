"""The inbox: every reporter hears, in the app, what becomes of the own report; the words are the county's data.

`delivery` writes messages as the stream of history brings entries, `store` keeps them, `api` shows them and lets the county set the
texts, `rules` says who is told what in which words.
"""
