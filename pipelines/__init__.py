"""Pure work: one stage, one file, one verb."""
