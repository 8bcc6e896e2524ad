"""Measurements of Heard on this machine. Nothing here is imported by the product."""
