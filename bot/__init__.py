"""Heard: a customer's message in, a reply out that acknowledges the feeling before it proposes a plan."""
