"""The trained part of the encoder in JAX: the upper layers, what reads names, and what reads relations. Only training needs it.

The loss is the mean cross-entropy of the labels of the characters and that of the relations of the pairs of mentions. `net` says the
same in numpy; a test holds the two together.
"""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from kg.loaders.encoder.lessons import Schema
from kg.loaders.encoder.weights import Array, Weights

Tree = dict[str, Any]
_DROP = 0.1
_DOUBT = 0.15  # evidence of a row is withheld this often, so that the text is read too
_RATE, _HEAD_RATE, _DECAY = 2e-4, 1.5e-3, 0.01
_MIX, _KIND = 192, 32  # values of a pair, and of a type
_HEAD = 64
_FEW = 50.0  # a batch with few questions about relations weighs less


class Learner:
    """Parameters and the state of their optimiser (AdamW, Loshchilov and Hutter, 2019; warm-up, then cosine).

    `start` holds parameters from which learning goes on, at half the rate.
    """

    def __init__(
        self, given: dict[str, Array], schema: Schema, kinds: int, steps: int, start: Weights | None = None
    ) -> None:
        heads = _heads(schema, kinds, given[next(k for k in given if k.endswith(".qw"))].shape[0])
        fresh = {**given, **heads}
        self._parameters: Tree = {k: jnp.asarray(start[k] if start else v) for k, v in fresh.items()}
        share = 0.5 if start else 1.0
        groups = {k: "head" if k in heads else "body" for k in self._parameters}
        ways = {
            "head": optax.adamw(_rate(share * _HEAD_RATE, steps)),
            "body": optax.adamw(_rate(share * _RATE, steps), weight_decay=_DECAY),
        }
        self._way = optax.chain(optax.clip_by_global_norm(1.0), optax.multi_transform(ways, groups))
        self._state = self._way.init(self._parameters)
        self._count = 0
        self._step: Any = jax.jit(self._stepped)

    def step(self, batch: dict[str, Any]) -> tuple[float, float]:
        """Learn from one batch; the loss of the names and of the relations."""
        key = jax.random.PRNGKey(self._count)
        self._count += 1
        self._parameters, self._state, losses = self._step(self._parameters, self._state, batch, key)
        return float(losses[0]), float(losses[1])

    def parameters(self) -> dict[str, Array]:
        """The parameters as they stand."""
        return {k: np.asarray(v, np.float32) for k, v in self._parameters.items()}

    def _stepped(self, parameters: Tree, state: Any, batch: Tree, key: Any) -> Any:
        (_, losses), slopes = jax.value_and_grad(_loss, has_aux=True)(parameters, batch, key)
        change, state = self._way.update(slopes, state, parameters)
        return optax.apply_updates(parameters, change), state, losses


def _rate(peak: float, steps: int) -> Any:
    return optax.warmup_cosine_decay_schedule(0.0, peak, steps // 10, steps, peak / 50)


def _heads(schema: Schema, kinds: int, size: int) -> dict[str, Array]:
    """Fresh parameters of all that the base does not have."""
    chance = np.random.default_rng(0)
    labels, relations = len(schema.labels), len(schema.relations)
    fresh = {
        "hw": (size, labels), "ra": (2 * size, _MIX), "rb": (2 * size, _MIX), "rta": (_KIND, _MIX), "rtb": (_KIND, _MIX),
        "rc": (size, _MIX), "rd": (32, _MIX), "rm": (_MIX, _MIX), "rw": (_MIX, relations), "te": (len(schema.types), _KIND),
    }  # fmt: skip
    made = {k: chance.normal(0, 0.2 if k == "te" else 0.02, shape) for k, shape in fresh.items()}
    made |= {"hb": np.zeros(labels), "eva": np.zeros((kinds, size)), "evh": np.zeros((kinds, labels))}
    made |= {"rz": np.zeros(_MIX), "rwb": np.full(relations, -2.0)}
    return {k: v.astype(np.float32) for k, v in made.items()}


def _loss(p: Tree, batch: Tree, key: Any) -> Any:
    body, top, doubt = jax.random.split(key, 3)
    kept = jax.random.bernoulli(doubt, 1 - _DOUBT, (batch["clues"].shape[0], 1, batch["clues"].shape[2]))
    clues = batch["clues"] * kept.at[..., -1].set(True)
    hidden = _drop(encode(p, batch["pieces"], batch["hidden"], clues, body), top)
    scores = hidden @ p["hw"] + p["hb"] + clues @ p["evh"]
    each = optax.softmax_cross_entropy_with_integer_labels(scores, batch["labels"])
    names = (each * batch["counts"]).sum() / batch["counts"].sum()
    pairs = optax.sigmoid_binary_cross_entropy(links(p, hidden, batch), batch["stated"])
    related = (pairs * batch["asked"]).sum() / (batch["asked"].sum() + _FEW)
    return names + related, (names, related)


def encode(p: Tree, pieces: Any, hidden: Any, clues: Any, key: Any) -> Any:
    """The upper layers over the hidden states (B, N, D) of the lower ones; without `key` nothing is dropped."""
    rows, count, size = hidden.shape
    mask = jnp.where(pieces == 0, -1e9, 0.0)[:, None, None, :]
    layers = sorted({int(k[1 : k.index(".")]) for k in p if k[0] == "l" and "." in k})
    for layer in layers:
        w = {k.split(".")[1]: v for k, v in p.items() if k.startswith(f"l{layer}.")}
        first, second = (None, None) if key is None else jax.random.split(jax.random.fold_in(key, layer))
        if layer == layers[-1]:
            hidden = hidden + clues @ p["eva"]
        q, k, v = (
            (hidden @ w[s + "w"] + w[s + "b"]).reshape(rows, count, -1, _HEAD).transpose(0, 2, 1, 3) for s in "qkv"
        )
        seen = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(_HEAD) + mask, -1) @ v
        told = seen.transpose(0, 2, 1, 3).reshape(rows, count, size) @ w["ow"] + w["ob"]
        hidden = _norm(hidden + _drop(told, first), w["g1"], w["b1"])
        told = jax.nn.gelu(hidden @ w["uw"] + w["ub"], approximate=True) @ w["dw"] + w["db"]
        hidden = _norm(hidden + _drop(told, second), w["g2"], w["b2"])
    return hidden


def links(p: Tree, hidden: Any, batch: Tree) -> Any:
    """Scores (pairs, relations)."""
    at = jnp.arange(hidden.shape[0])[:, None]
    ends = jnp.concatenate([hidden[at, batch["first"]], hidden[at, batch["last"]]], -1)
    kind = p["te"][batch["kind"]]
    row, source, target = batch["row"], batch["source"], batch["target"]
    left = (ends @ p["ra"] + kind @ p["rta"])[row, source]
    right = (ends @ p["rb"] + kind @ p["rtb"])[row, target]
    sums = jnp.pad(jnp.cumsum(hidden @ p["rc"], 1), ((0, 0), (1, 0), (0, 0)))
    begins, ends_at = batch["first"][row, source], batch["first"][row, target]
    start = jnp.minimum(batch["last"][row, source], batch["last"][row, target]) + 1
    stop = jnp.maximum(jnp.maximum(begins, ends_at), start)
    between = (sums[row, stop] - sums[row, start]) / jnp.maximum(stop - start, 1)[:, None]
    far = jnp.clip(jnp.floor(2 * jnp.log2(stop - start + 1.0)), 0, 15).astype(int) + 16 * (ends_at > begins)
    mixed = left + right + between + p["rd"][far] + (left * right) @ p["rm"] + p["rz"]
    return jax.nn.gelu(mixed, approximate=True) @ p["rw"] + p["rwb"]


def _drop(x: Any, key: Any) -> Any:
    return x if key is None else jnp.where(jax.random.bernoulli(key, 1 - _DROP, x.shape), x / (1 - _DROP), 0)


def _norm(x: Any, gain: Any, shift: Any) -> Any:
    x = x - x.mean(-1, keepdims=True)
    return x / jnp.sqrt((x * x).mean(-1, keepdims=True) + 1e-12) * gain + shift
