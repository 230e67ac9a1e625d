"""A BERT encoder as an ONNX file, written by hand: the graph has five kinds of nodes and the format is plain protobuf.

So exporting needs neither torch nor the onnx package. The nodes are ONNX Runtime's fused ones (domain
com.microsoft), which it runs as they are: nothing is left for it to optimize when it loads. There is no mask; who
runs the graph gives it texts of one length at a time. Weights stay in a file of their own, which is mapped into
memory, so a word that nobody types takes none.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

import numpy as np

#: Raised whenever the graph changes, so that exported models are made anew.
VERSION = 1
WEIGHTS_FILE = "weights.bin"
INPUT, OUTPUT = "ids", "states"
LAYERS, ATTENTION_HEADS = 6, 12
#: Added to variances before a root is taken of them; the model's own.
EPSILON = 1e-12
#: Weights start at multiples of this many bytes, so that every system can map them.
ALIGNMENT = 65536
_IR_VERSION, _OPSET = 8, 17
_FLOAT, _INT32 = 1, 6
_FUSED = "com.microsoft"

Weights = Mapping[str, np.ndarray]


def tensors(model: Weights) -> dict[str, np.ndarray]:
    """The graph's weights out of a BERT's by their published names; KeyError when one is missing.

    Matrices are turned (ONNX multiplies from the left), the three of attention are laid side by side, and the vector
    of the first segment, which every text has, is added to the places'.
    """
    segment = model["embeddings.token_type_embeddings.weight"][0]
    found = {
        "words": model["embeddings.word_embeddings.weight"],
        "places": model["embeddings.position_embeddings.weight"] + segment,
        "start.scale": model["embeddings.LayerNorm.weight"],
        "start.shift": model["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        found.update(_layer_tensors(model, number))
    return {name: np.ascontiguousarray(array, np.float32) for name, array in found.items()}


def offsets(weights: Weights) -> dict[str, int]:
    """Where each of the graph's weights starts in their file, in the order they are written in."""
    found, end = {}, 0
    for name, array in weights.items():
        found[name] = end
        end += -(-array.nbytes // ALIGNMENT) * ALIGNMENT
    return found


def written(weights: Weights) -> bytes:
    """The graph as the bytes of an ONNX file. Its weights are expected beside it, at their `offsets`."""
    places = offsets(weights)
    tokens = _shaped(INPUT, _INT32, ("texts", "tokens"))
    states = _shaped(OUTPUT, _FLOAT, ("texts", "tokens", weights["words"].shape[1]))
    graph = [_field(1, node) for node in _nodes()]
    graph.append(_field(2, "lensbot"))
    graph += [_field(5, _outside_tensor(name, array, places[name])) for name, array in weights.items()]
    graph += [_field(11, tokens), _field(12, states)]
    domains = [_field(8, _field(2, _OPSET)), _field(8, _field(1, _FUSED) + _field(2, 1))]
    return b"".join([_field(1, _IR_VERSION), *domains, _field(7, b"".join(graph))])


def _layer_tensors(model: Weights, number: int) -> dict[str, np.ndarray]:
    own, name = f"{number}.", f"encoder.layer.{number}."
    parts = [f"{name}attention.self.{part}." for part in ("query", "key", "value")]
    return {
        f"{own}qkv": np.concatenate([model[f"{part}weight"].T for part in parts], axis=1),
        f"{own}qkv.bias": np.concatenate([model[f"{part}bias"] for part in parts]),
        f"{own}joined": model[f"{name}attention.output.dense.weight"].T,
        f"{own}joined.bias": model[f"{name}attention.output.dense.bias"],
        f"{own}middle.scale": model[f"{name}attention.output.LayerNorm.weight"],
        f"{own}middle.shift": model[f"{name}attention.output.LayerNorm.bias"],
        f"{own}wide": model[f"{name}intermediate.dense.weight"].T,
        f"{own}wide.bias": model[f"{name}intermediate.dense.bias"],
        f"{own}narrow": model[f"{name}output.dense.weight"].T,
        f"{own}narrow.bias": model[f"{name}output.dense.bias"],
        f"{own}end.scale": model[f"{name}output.LayerNorm.weight"],
        f"{own}end.shift": model[f"{name}output.LayerNorm.bias"],
    }


def _nodes() -> list[bytes]:
    epsilon = _number_attribute("epsilon", EPSILON)
    start = (INPUT, "", "words", "places", "", "start.scale", "start.shift")
    nodes = [_node("EmbedLayerNormalization", start, ("0.in", "unused"), _FUSED, epsilon)]
    for number in range(LAYERS):
        nodes += _layer_nodes(f"{number}.", OUTPUT if number == LAYERS - 1 else f"{number + 1}.in")
    return nodes


def _layer_nodes(own: str, output: str) -> list[bytes]:
    epsilon = _number_attribute("epsilon", EPSILON)
    heads = _whole_attribute("num_heads", ATTENTION_HEADS)
    start, seen, joined, middle, wide, bent, narrow = (
        f"{own}{name}" for name in ("in", "seen", "joined.out", "middle", "wide.out", "bent", "narrow.out")
    )
    after_attention = (joined, start, f"{own}middle.scale", f"{own}middle.shift", f"{own}joined.bias")
    after_all = (narrow, middle, f"{own}end.scale", f"{own}end.shift", f"{own}narrow.bias")
    return [
        _node("Attention", (start, f"{own}qkv", f"{own}qkv.bias"), (seen,), _FUSED, heads),
        _node("MatMul", (seen, f"{own}joined"), (joined,)),
        _node("SkipLayerNormalization", after_attention, (middle,), _FUSED, epsilon),
        _node("MatMul", (middle, f"{own}wide"), (wide,)),
        _node("BiasGelu", (wide, f"{own}wide.bias"), (bent,), _FUSED),
        _node("MatMul", (bent, f"{own}narrow"), (narrow,)),
        _node("SkipLayerNormalization", after_all, (output,), _FUSED, epsilon),
    ]


# The messages of ONNX, by the field numbers of its published schema (onnx.proto3).


def _node(kind: str, inputs: Sequence[str], outputs: Sequence[str], domain: str = "", *attributes: bytes) -> bytes:
    parts = [_field(1, name) for name in inputs] + [_field(2, name) for name in outputs] + [_field(4, kind)]
    return b"".join([*parts, *attributes, _field(7, domain)])


def _number_attribute(name: str, value: float) -> bytes:
    return _field(5, _field(1, name) + _key(2, 5) + struct.pack("<f", value) + _field(20, 1))


def _whole_attribute(name: str, value: int) -> bytes:
    return _field(5, _field(1, name) + _field(3, value) + _field(20, 2))


def _outside_tensor(name: str, array: np.ndarray, offset: int) -> bytes:
    shape = b"".join(_field(1, length) for length in array.shape)
    entries = {"location": WEIGHTS_FILE, "offset": str(offset), "length": str(array.nbytes)}
    where = b"".join(_field(13, _field(1, key) + _field(2, value)) for key, value in entries.items())
    return shape + _field(2, _FLOAT) + _field(8, name) + where + _field(14, 1)


def _shaped(name: str, kind: int, shape: Sequence[int | str]) -> bytes:
    lengths = b"".join(_field(1, _field(1 if isinstance(each, int) else 2, each)) for each in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, lengths)))


def _field(number: int, value: int | str | bytes) -> bytes:
    """One field of a protobuf message: a whole number, a text, or a message's own bytes."""
    if isinstance(value, int):
        return _key(number, 0) + _varint(value)
    content = value.encode() if isinstance(value, str) else value
    return _key(number, 2) + _varint(len(content)) + content


def _key(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first; the highest bit says that more follow."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
