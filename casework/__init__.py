"""The complaint core: cases, grading, routing, clocks and filing, on the standard library alone."""
