"""The API under /api/v1: forms, operations, and the document generated from them."""
