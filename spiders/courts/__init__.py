"""One file a court site: pure functions of bytes, on one of three bases (`spiders.courts.sites`)."""
