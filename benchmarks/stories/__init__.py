"""The yardstick of stories: `python -m benchmarks.stories`."""
