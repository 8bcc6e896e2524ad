"""A request that can't be answered as asked."""


class Refused(Exception):
    """A status and one clear sentence for whoever asked; `retry` is after how many seconds it may come again.

    `code` is what the agents' desk has its own sentence for (`refused` in content/desk), with `about` in it.
    """

    def __init__(self, status: int, error: str, retry: float = 0, code: str = "", about: str = "") -> None:
        super().__init__(error)
        self.status, self.error, self.retry, self.code, self.about = status, error, retry, code, about
