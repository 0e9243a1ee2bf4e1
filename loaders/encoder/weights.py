"""The encoder's weights as a small file: rounded in groups of 64, Huffman-coded, with a line of JSON that says what they are.

Each group of values is rounded to multiples of a part of its largest (block-wise quantisation, Dettmers and others, 2022): a
fifteenth where training went on from the rounded values (`rounded`), a forty-seventh where it did not.
"""

import io
import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
_GROUP = 64
_COARSE, _FINE = 15, 47
_SMALL = 4096  # arrays of fewer values (biases, norms) are kept in 16 bits


@dataclass(frozen=True)
class Weights:
    """`meta` names the pieces, types and relations; `arrays` are the parameters by name, in 32 bits."""

    meta: Mapping[str, Any]
    arrays: Mapping[str, Array]

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]


def rounded(array: Array) -> Array:
    """The array as it will be read back: what training may look at beforehand."""
    if array.size < _SMALL:
        return array.astype(np.float16).astype(np.float32)
    return _joined(*_parted(array, _COARSE), array.shape)


def write(path: Path, weights: Weights, fixed: Collection[str] = ()) -> None:
    """Write the file; what `read` gives back differs by the rounding alone. `fixed` arrays are rounded already."""
    kept: dict[str, NDArray[Any]] = {}
    for name, array in weights.arrays.items():
        if array.size < _SMALL:
            kept[name] = array.astype(np.float16)
        else:
            kept[name + "/codes"], kept[name + "/scale"] = _parted(array, _COARSE if name in fixed else _FINE)
            kept[name + "/shape"] = np.array(array.shape)
    kept["meta"] = np.frombuffer(json.dumps(dict(weights.meta), ensure_ascii=False).encode(), dtype=np.uint8)
    plain = io.BytesIO()
    np.savez(plain, **kept)  # type: ignore[arg-type]
    packer = zlib.compressobj(9, strategy=zlib.Z_HUFFMAN_ONLY)  # there are no repetitions to find
    path.write_bytes(packer.compress(plain.getvalue()) + packer.flush())


def read(path: Path) -> Weights:
    """Read a file that `write` wrote."""
    arrays: dict[str, Array] = {}
    with np.load(io.BytesIO(zlib.decompress(path.read_bytes()))) as kept:
        meta = json.loads(kept["meta"].tobytes())
        for name in kept.files:
            stem, _, part = name.partition("/")
            if part == "codes":
                shape = tuple(int(n) for n in kept[stem + "/shape"])
                arrays[stem] = _joined(kept[name], kept[stem + "/scale"], shape)
            elif not part and name != "meta":
                arrays[name] = kept[name].astype(np.float32)
    return Weights(meta, arrays)


def mean(models: Sequence[Weights]) -> Weights:
    """The mean of models of one form."""
    first = models[0]
    return Weights(first.meta, {k: np.mean([m[k] for m in models], axis=0, dtype=np.float32) for k in first.arrays})


def _parted(array: Array, steps: int) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Codes of -steps to steps in groups (the last is filled up), and the step of each group."""
    groups = np.resize(array.astype(np.float32).ravel(), (-(-array.size // _GROUP), _GROUP))
    scale = (np.abs(groups).max(1) / steps).astype(np.float16)
    step = np.where(scale > 0, scale, 1).astype(np.float32)
    return np.rint(groups / step[:, None]).clip(-steps, steps).astype(np.int8), scale


def _joined(codes: NDArray[np.int8], scale: NDArray[np.float16], shape: tuple[int, ...]) -> Array:
    values = codes * scale.astype(np.float32)[:, None]
    return values.ravel()[: int(np.prod(shape))].reshape(shape)
