"""The desk: website chat, agents' desk, their API and database. The only part that faces the network."""
