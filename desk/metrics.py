"""Numbers for Prometheus: how long each stage of a turn takes, what waits, what failed."""

from prometheus_client import Counter, Gauge, Histogram

BUCKETS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.25, 0.5, 1, 2, 4, 8)
stages = Histogram("heard_stage_seconds", "Seconds of a turn by stage", ["stage"], buckets=BUCKETS)
waiting = Gauge("heard_outbox_conversations", "Conversations with a message that has no answer yet")
following = Gauge("heard_streams", "Browsers that follow a conversation")
unreached = Counter("heard_rasa_unreached_total", "Calls to Rasa that failed", ["error"])
broken = Counter("heard_broken_total", "Requests that broke on our side")
requests = Counter("heard_requests_total", "Requests by operation and status", ["operation", "status"])


def stage(name: str):  # noqa: ANN201 (the library's timer)
    """A block whose seconds count for a stage."""
    return stages.labels(name).time()
