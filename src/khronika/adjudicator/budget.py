"""What one run may spend: requests, characters of text, and tokens as the server reports them."""

from threading import Lock

from khronika.adjudicator.settings import Settings


class Budget:
    """Requests and characters are taken before sending, so they are never exceeded; tokens are known only afterwards,
    so requests that were under way when the last one was spent may go over.
    """

    def __init__(self, limits: Settings) -> None:
        self._limits = limits
        self._lock = Lock()
        self.requests = self.characters = self.tokens = 0

    def take(self, characters: int) -> str | None:
        """Takes one request of so many characters; or says what is spent, and takes nothing."""
        most = self._limits
        with self._lock:
            if most.max_requests is not None and self.requests >= most.max_requests:
                return f"the budget of {most.max_requests} requests is spent"
            if most.max_characters is not None and self.characters + characters > most.max_characters:
                return f"the budget of {most.max_characters} characters is spent"
            if most.max_tokens is not None and self.tokens >= most.max_tokens:
                return f"the budget of {most.max_tokens} tokens is spent"
            self.requests += 1
            self.characters += characters
        return None

    def add_tokens(self, tokens: int) -> None:
        """Counts tokens that the server reports."""
        with self._lock:
            self.tokens += max(0, tokens)
