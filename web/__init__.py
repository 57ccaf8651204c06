"""Datasette: metadata, own pages, templates. The plugins import nothing of ours."""
