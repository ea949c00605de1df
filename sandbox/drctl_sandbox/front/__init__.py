"""The HTTP server: reads requests, injects faults, records calls, and passes the rest to moto."""
