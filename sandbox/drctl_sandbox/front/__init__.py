"""The HTTP side: reads requests, injects faults, records calls, hands the rest to moto."""
