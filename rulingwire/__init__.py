"""rulingwire: the words everyone shares."""
