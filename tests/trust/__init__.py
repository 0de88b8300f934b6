"""What is asked of a service that holds the weaknesses of others: commands with figures.

`kill`, `load` and `backup` start the real server; `--short` is what CI runs.
"""
