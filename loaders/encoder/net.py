"""The encoder itself, in numpy: a BERT of few layers (Devlin and others, 2019) whose last layer is also told what the rules propose.

A batch is B rows of N pieces; hidden states have D values. `links` scores pairs of mentions by relation.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.loaders.encoder.weights import Array, Weights

Ints = NDArray[np.int64]
_HEAD = 64  # values of one head of attention
_CALM = np.float32(_HEAD**-0.5)
_GELU = np.float32(np.sqrt(2 / np.pi))


def encode(weights: Weights, pieces: Ints, evidence: Array) -> Array:
    """Hidden states (B, N, D) of pieces (B, N; 0 fills up) and evidence (B, N, number of its kinds)."""
    last = int(weights.meta["layers"]) - 1
    hidden = lower(weights, pieces, last) + evidence @ weights["eva"]
    return _layer(weights, f"l{last}.", hidden, _mask(pieces))


def lower(weights: Weights, pieces: Ints, layers: int) -> Array:
    """Hidden states (B, N, D) of pieces (B, N) after the lowest `layers` layers."""
    hidden = _norm(weights["word"][pieces] + weights["pos"][: pieces.shape[1]], weights["eg"], weights["eb"])
    for layer in range(layers):
        hidden = _layer(weights, f"l{layer}.", hidden, _mask(pieces))
    return hidden


def names(weights: Weights, hidden: Array, evidence: Array) -> Array:
    """Scores (B, N, labels) of the labels of each piece."""
    scores: Array = hidden @ weights["hw"] + weights["hb"] + evidence @ weights["evh"]
    return scores


class Pairs(NamedTuple):
    """Ordered pairs of mentions of one row: first and last piece and type of each mention, and the two of each pair."""

    first: Ints
    last: Ints
    kind: Ints
    source: Ints
    target: Ints


def links(weights: Weights, hidden: Array, pairs: Pairs) -> Array:
    """The chance (pairs, relations) of each relation, from one row's hidden states (N, D)."""
    ends = np.concatenate([hidden[pairs.first], hidden[pairs.last]], -1)
    kind = weights["te"][pairs.kind]
    source: Array = (ends @ weights["ra"] + kind @ weights["rta"])[pairs.source]
    target: Array = (ends @ weights["rb"] + kind @ weights["rtb"])[pairs.target]
    between, far = _between(hidden @ weights["rc"], pairs)
    mixed = source + target + between + weights["rd"][far] + (source * target) @ weights["rm"] + weights["rz"]
    chance: Array = 1 / (1 + np.exp(-(_gelu(mixed.astype(np.float32)) @ weights["rw"] + weights["rwb"])))
    return chance


def _mask(pieces: Ints) -> Array | None:
    """What is added to attention (B, 1, 1, N), so that nothing looks at what only fills up; None where nothing does."""
    fills = pieces == 0
    return np.where(fills, np.float32(-1e9), np.float32(0))[:, None, None, :] if fills.any() else None


def _between(tokens: Array, pairs: Pairs) -> tuple[Array, Ints]:
    """The mean of what stands between the two mentions of each pair, and how far and on which side the target is."""
    sums: Array = np.concatenate([np.zeros((1, tokens.shape[1]), np.float32), tokens.cumsum(0)])
    left = np.minimum(pairs.last[pairs.source], pairs.last[pairs.target]) + 1
    right = np.maximum(np.maximum(pairs.first[pairs.source], pairs.first[pairs.target]), left)
    count = right - left
    mean: Array = (sums[right] - sums[left]) / np.maximum(count, 1)[:, None].astype(np.float32)
    far = np.clip(np.floor(2 * np.log2(count + 1.0)), 0, 15).astype(np.int64)
    return mean, far + 16 * (pairs.first[pairs.target] > pairs.first[pairs.source])


def _layer(weights: Weights, at: str, hidden: Array, mask: Array | None) -> Array:
    """One layer: attention, then the two dense steps, each with its sum and norm."""
    rows, count, size = hidden.shape
    q, k, v = (_dense(weights, at + s, hidden).reshape(rows, count, -1, _HEAD).transpose(0, 2, 1, 3) for s in "qkv")
    seen = _attention(q, k, v, mask).transpose(0, 2, 1, 3).reshape(rows, count, size)
    told = _dense(weights, at + "o", seen)
    told += hidden
    hidden = _norm(told, weights[at + "g1"], weights[at + "b1"])
    told = _dense(weights, at + "d", _gelu(_dense(weights, at + "u", hidden)))
    told += hidden
    return _norm(told, weights[at + "g2"], weights[at + "b2"])


def _dense(weights: Weights, name: str, x: Array) -> Array:
    told: Array = x @ weights[name + "w"]
    told += weights[name + "b"]
    return told


def _attention(q: Array, k: Array, v: Array, mask: Array | None) -> Array:
    """What each place of each head sees (B, heads, N, values); what has N x N values is gone over as seldom as can be."""
    calm: Array = q * _CALM
    seen: Array = calm @ k.transpose(0, 1, 3, 2)
    if mask is not None:
        seen += mask
    seen -= seen.max(-1, keepdims=True)
    np.exp(seen, out=seen)
    total = seen.sum(-1, keepdims=True)
    told: Array = seen @ v
    told /= total
    return told


def _norm(x: Array, gain: Array, shift: Array) -> Array:
    x = x - x.mean(-1, keepdims=True)
    spread = np.einsum("bnd,bnd->bn", x, x) / np.float32(x.shape[-1])
    x *= (1 / np.sqrt(spread + np.float32(1e-12)))[..., None]
    x *= gain
    x += shift
    return x


def _gelu(x: Array) -> Array:
    """Hendrycks and Gimpel (2016), the form with tanh; step by step in place, which halves its time."""
    inner = x * x
    inner *= _GELU * np.float32(0.044715)
    inner += _GELU
    inner *= x
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner
