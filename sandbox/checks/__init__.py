"""The sandbox's test of itself, from the outside: boto3 and psql are the only clients."""
