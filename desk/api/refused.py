"""A request that can't be answered as asked."""


class Refused(Exception):
    """A status and one clear sentence for whoever asked; `retry` is after how many seconds it may come again."""

    def __init__(self, status: int, error: str, retry: float = 0) -> None:
        super().__init__(error)
        self.status, self.error, self.retry = status, error, retry
