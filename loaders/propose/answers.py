"""What a language model is asked for, as a schema made from the ontology, and how its answer is read and grounded."""

import json
import re
from functools import cache
from typing import Any, Literal

from kg.errors import DocumentError
from kg.loaders.propose import Link, Proposed
from kg.mention import Mention
from kg.schema import ontology

CONFIDENCE = 0.7
_FENCE = re.compile(r"^\s*```[a-z]*\s*|\s*```\s*$")


@cache
def answer_model() -> Any:
    """The pydantic model of an answer: entities by type and text, relations by the texts of their ends."""
    try:
        from pydantic import ConfigDict, create_model
    except ImportError as error:
        raise DocumentError("the proposer llm is not installed: pip install 'chain-kg[llm]'") from error
    config = ConfigDict(extra="forbid")
    types: Any = Literal[tuple(ontology().nodes)]
    relations: Any = Literal[tuple(ontology().relations)]
    text: Any = (str, ...)
    entity: Any = create_model("Entity", __config__=config, type=(types, ...), text=text)
    relation: Any = create_model(
        "Relation", __config__=config, type=(relations, ...), source=text, target=text, sentence=text
    )
    return create_model("Answer", __config__=config, entities=(list[entity], ...), relations=(list[relation], ...))


def instructions() -> str:
    """The system message: every type with its summary, every relation with its ends, and the rule of grounding."""
    types = "\n".join(f"- {t.name}（{t.label.zh}）：{t.summary.zh}" for t in ontology().nodes.values())
    relations = "\n".join(f"- {r.name}：{r.summary.zh}" for r in ontology().relations.values())
    return (
        "从给出的文本中标出实体和关系，按所给的 JSON 结构回答。text、source、target、sentence 必须逐字照抄原文，"
        "不得改写，不得补充文本以外的知识；文本没有说的不要写。\n实体类型：\n" + types + "\n关系类型：\n" + relations
    )


def read_answer(content: str) -> Any:
    """The validated answer; ValueError says what is wrong with it (no JSON, cut off, fields that do not fit)."""
    try:
        data = json.loads(_FENCE.sub("", content))
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON, or cut off: {error}") from error
    return answer_model().model_validate(data)


def ground(answer: Any, text: str, start: int, end: int, rule: str) -> Proposed:
    """Keep what stands word for word in `text[start:end]`; refuse, with a note, what does not."""
    found = Proposed()
    for entity in answer.entities:
        spans = _occurrences(entity.text, text, start, end)
        if not spans:
            found.notes.append(f"{rule}: refused {entity.type} {entity.text!r}: not in the text")
        found.mentions += [Mention(a, b, entity.type, rule, CONFIDENCE) for a, b in spans]
    for relation in answer.relations:
        quote = _occurrences(relation.sentence, text, start, end)
        ends = all(_occurrences(name, text, start, end) for name in (relation.source, relation.target))
        if quote and ends:
            found.links.append(Link(relation.type, relation.source, relation.target, *quote[0]))
        else:
            stated = f"{relation.source!r} {relation.type} {relation.target!r}"
            found.notes.append(f"{rule}: refused {stated}: its sentence or one of its ends is not in the text")
    return found


def _occurrences(name: str, text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    if not name.strip():
        return spans
    at = text.find(name, start, end)
    while at >= 0:
        spans.append((at, at + len(name)))
        at = text.find(name, at + len(name), end)
    return spans
