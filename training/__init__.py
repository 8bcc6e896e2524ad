"""What is made once and committed as a small file: the encoder's adapter. Nothing here runs in service."""
