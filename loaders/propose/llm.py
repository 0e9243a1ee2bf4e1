"""The extra `llm`: any endpoint that speaks the OpenAI chat protocol, named by OPENAI_BASE_URL and OPENAI_API_KEY."""

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

from kg import settings
from kg.errors import DocumentError
from kg.loaders.parsed import Parsed
from kg.loaders.propose import Proposed
from kg.loaders.propose.answers import answer_model, ground, instructions, read_answer

PIECE = 3000
"""Characters a question: pieces end at a sentence, so that no relation within one is cut."""


class LlmProposer:
    """Asks a language model piece by piece; answers are kept in the cache folder and never asked for twice.

    `budget` bounds the tokens of one run (as the endpoint counts them); when it is used up, the rest of the text is left
    to the rules, and a note says so. `timeout` is in seconds a question; 429, 5xx and time-outs are tried `retries` times.
    """

    def __init__(
        self, model: str, *, budget: int = 200_000, timeout: float = 120.0, retries: int = 3, cache: Path | None = None
    ) -> None:
        self.model = model
        self.budget = budget
        self.timeout = timeout
        self.retries = retries
        self.used = 0
        self.cache = cache or settings.cache_folder() / "llm"

    @property
    def name(self) -> str:
        """`llm:` and the model."""
        return f"llm:{self.model}"

    @cached_property
    def _client(self) -> Any:
        try:
            from openai import OpenAI
        except ImportError as error:
            raise DocumentError("the proposer llm is not installed: pip install 'chain-kg[llm]'") from error
        key = settings.llm_key() or "none"  # the client insists on one
        return OpenAI(api_key=key, timeout=self.timeout, max_retries=self.retries)

    def propose(self, parsed: Parsed) -> Proposed:
        """Mentions and links of all pieces; what the endpoint refuses or garbles becomes a note, never an exception."""
        found = Proposed()
        for start, end in pieces(parsed):
            try:
                answer = self._ask(parsed.text[start:end])
            except ValueError as error:
                found.notes.append(f"{self.name}: characters {start} to {end} left to the rules: {error}")
                continue
            part = ground(answer, parsed.text, start, end, self.name)
            found.mentions += part.mentions
            found.links += part.links
            found.notes += part.notes
        return found

    def _ask(self, text: str) -> Any:
        question = self._question(text)
        kept = self.cache / (hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest() + ".json")
        if kept.is_file():
            return read_answer(kept.read_text(encoding="utf-8"))
        if self.used >= self.budget:
            raise ValueError(f"the budget of {self.budget} tokens is used up; raise it with --llm-budget")
        content = self._content(question)
        answer = read_answer(content)
        self.cache.mkdir(parents=True, exist_ok=True)
        kept.write_text(content, encoding="utf-8")
        return answer

    def _question(self, text: str) -> dict[str, Any]:
        schema = {"name": "answer", "strict": True, "schema": answer_model().model_json_schema()}
        return {
            "model": self.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": instructions()}, {"role": "user", "content": text}],
            "response_format": {"type": "json_schema", "json_schema": schema},
        }

    def _content(self, question: dict[str, Any]) -> str:
        from openai import OpenAIError

        try:
            reply = self._client.chat.completions.create(**question)
        except OpenAIError as error:
            raise ValueError(f"the endpoint did not answer ({type(error).__name__})") from error
        if reply.usage is not None:
            self.used += reply.usage.total_tokens
        if not reply.choices or reply.choices[0].message.content is None:
            raise ValueError("the endpoint gave an empty answer")
        return str(reply.choices[0].message.content)


def pieces(parsed: Parsed) -> list[tuple[int, int]]:
    """The text in spans of at most PIECE characters that end where a sentence ends (a longer sentence is cut)."""
    found: list[tuple[int, int]] = []
    start = 0
    for sentence in parsed.layout.sentences:
        while sentence.span.end - start > PIECE:
            cut = sentence.span.start if start < sentence.span.start else start + PIECE
            found.append((start, cut))
            start = cut
    if parsed.text[start:].strip():
        found.append((start, len(parsed.text)))
    return found
