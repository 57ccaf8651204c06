"""The only SQL: schema, store, queries, published snapshots."""
