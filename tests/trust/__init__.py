"""What is asked of a service that holds the weaknesses of others: commands with figures.

`kill`, `load` and `backup` start the real server, `two_nodes` what a host of several nodes has.
CI runs them for a bounded time.
"""
