"""The desk at size: what its pages cost when the corpus is large.

`articles.py` invents articles, `corpus.py` writes some of them as the crawler does and multiplies their rows,
`kinds.py` lists the kinds of pages, `server.py` starts Datasette and asks it, `__main__.py` measures each kind,
`readers.py` lets eight people read while a replay writes.
"""
