"""Trains the encoder's adapter on our own examples: low-rank changes to its last layers, a file of half a megabyte.

`make adapter` runs it (about half an hour on two cores; needs torch, in an environment of its own). The encoder was
made to find passages; the adapter turns it towards what our examples tell apart: causes, acts and feelings.
The first layers stay as they are, so their output is computed once, by the fast graph. Method: LoRA (Hu et al. 2021), two linear heads over the mean vector, trained together and then thrown away.
"""

import math
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from bot.models import FEELINGS
from bot.reading.e5_graph import build
from bot.reading.e5_weights import Weights, wheel_weights
from bot.reading.encoder import Encoder
from bot.reading.examples import Example, all_examples

ROOT = Path(__file__).resolve().parent.parent
ADAPTED = ("q", "v", "ao", "fi", "fo")
RANK, SCALE = 8, 2.0
FROZEN_LAYERS = 8
EPOCHS, BATCH, RATE = 2, 32, 1e-3
MAX_PIECES = 64
HELD_OUT = 10  # every tenth example, by its text, is never trained on


class LowRank(nn.Module):
    """A frozen matrix plus a trained low-rank change."""

    def __init__(self, weight: np.ndarray, bias: np.ndarray, adapted: bool) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(weight).bfloat16(), requires_grad=False)  # four times faster than float32
        self.bias = nn.Parameter(torch.tensor(bias), requires_grad=False)
        self.adapted = adapted
        if adapted:
            self.down = nn.Parameter(torch.randn(RANK, weight.shape[1]) / math.sqrt(weight.shape[1]))
            self.up = nn.Parameter(torch.zeros(weight.shape[0], RANK))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (..., in) to (..., out)."""
        y = functional.linear(x, self.weight, self.bias)
        if self.adapted:
            y = y + functional.linear(functional.linear(functional.dropout(x, 0.05, self.training), self.down), self.up) * SCALE
        return y


class Layer(nn.Module):
    """One transformer layer with post-normalisation."""

    def __init__(self, weights: Weights, index: int) -> None:
        super().__init__()
        self.heads = weights.heads
        shapes = {"q": weights.hidden, "k": weights.hidden, "v": weights.hidden, "ao": weights.hidden}
        for name, size in {**shapes, "fi": weights.inner, "fo": weights.hidden}.items():
            weight = weights.tensor(f"l{index}.{name}.w").reshape(size, -1).copy()
            self.add_module(name, LowRank(weight, weights.tensor(f"l{index}.{name}.b").copy(), name in ADAPTED))
        for name in ("aln", "oln"):
            norm = nn.LayerNorm(weights.hidden, eps=1e-12).requires_grad_(False)
            norm.weight.copy_(torch.tensor(weights.tensor(f"l{index}.{name}.w").copy()))
            norm.bias.copy_(torch.tensor(weights.tensor(f"l{index}.{name}.b").copy()))
            self.add_module(name, norm)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """x (batch, length, hidden); mask (batch, 1, 1, length) is true where a piece stands."""
        batch, length, hidden = x.shape
        q, k, v = (
            part(x).view(batch, length, self.heads, -1).transpose(1, 2) for part in (self.q, self.k, self.v)
        )
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.aln(x + self.ao(mixed.transpose(1, 2).reshape(batch, length, hidden)))
        return self.oln(x + self.fo(functional.gelu(self.fi(x))))


class Model(nn.Module):
    """The encoder with its adapter, and the two heads that teach it."""

    def __init__(self, weights: Weights, intents: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(weights, index) for index in range(FROZEN_LAYERS, weights.layers))
        self.cause, self.feeling = nn.Linear(weights.hidden, intents), nn.Linear(weights.hidden, len(FEELINGS))

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The scores of causes and of feelings."""
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        mean = functional.dropout(functional.normalize(mean, dim=-1) * 12, 0.1, self.training)
        return self.cause(mean), self.feeling(mean)

    def adapter(self) -> dict[str, np.ndarray]:
        """The trained changes as half-precision arrays, by the tensor they belong to."""
        changes = {}
        for index, layer in enumerate(self.layers, FROZEN_LAYERS):
            for name in ADAPTED:
                part = getattr(layer, name)
                changes[f"l{index}.{name}.w.up"] = (part.up * SCALE).detach().numpy().astype(np.float16)
                changes[f"l{index}.{name}.w.down"] = part.down.detach().numpy().astype(np.float16)
        return changes


class Inputs:
    """Examples as padded batches of what the frozen layers make of them."""

    def __init__(self, weights: Weights, examples: list[Example]) -> None:
        names = sorted({each.intent for each in examples})
        self.intents = torch.tensor([names.index(each.intent) for each in examples])
        self.feelings = torch.tensor([FEELINGS.index(each.feeling) for each in examples])
        with TemporaryDirectory() as folder:
            graph, layers = Path(folder) / "frozen.onnx", weights.layers
            weights.layers = FROZEN_LAYERS
            build(weights, graph)
            weights.layers = layers
            encoder = Encoder(weights, graph)
        with ThreadPoolExecutor(2) as pool:
            self.states = list(pool.map(lambda each: encoder.states(each.text, MAX_PIECES).astype(np.float16), examples))

    def batch(self, rows: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """States (batch, length, hidden) and their mask (batch, length)."""
        length = max(len(self.states[row]) for row in rows)
        x = np.zeros((len(rows), length, self.states[0].shape[1]), np.float32)
        mask = np.zeros((len(rows), length), bool)
        for at, row in enumerate(rows):
            x[at, : len(self.states[row])] = self.states[row]
            mask[at, : len(self.states[row])] = True
        return torch.tensor(x), torch.tensor(mask)


def held_out(example: Example) -> bool:
    """Whether an example is kept for measuring."""
    return crc32(example.text.encode()) % HELD_OUT == 0


def batches(inputs: Inputs, rows: list[int]) -> list[list[int]]:
    """Rows in batches of like length, in random order."""
    random.shuffle(rows)
    rows = sorted(rows, key=lambda row: len(inputs.states[row]) + random.random() * 6)
    parts = [rows[at : at + BATCH] for at in range(0, len(rows), BATCH)]
    random.shuffle(parts)
    return parts


def accuracy(model: Model, inputs: Inputs, rows: list[int]) -> tuple[float, float]:
    """Shares of right causes and feelings."""
    model.eval()
    right = torch.zeros(2)
    with torch.no_grad():
        for at in range(0, len(rows), BATCH):
            part = rows[at : at + BATCH]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                cause, feeling = model(*inputs.batch(part))
            right += torch.tensor(
                [(cause.argmax(1) == inputs.intents[part]).sum(), (feeling.argmax(1) == inputs.feelings[part]).sum()]
            )
    return tuple((right / len(rows)).tolist())


def train(path: Path) -> None:
    """Train on nine tenths of the examples and write the adapter after every epoch."""
    random.seed(0)
    torch.manual_seed(0)
    examples, weights = all_examples(ROOT / "data" / "nlu"), Weights(wheel_weights())
    inputs = Inputs(weights, examples)
    kept = [row for row, each in enumerate(examples) if held_out(each)]
    rows = [row for row, each in enumerate(examples) if not held_out(each)]
    model = Model(weights, int(inputs.intents.max()) + 1)
    heads = [*model.cause.parameters(), *model.feeling.parameters()]
    adapter = [each for each in model.layers.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW([{"params": adapter, "lr": RATE}, {"params": heads, "lr": RATE * 4}], weight_decay=0.01)
    steps = EPOCHS * len(batches(inputs, rows))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min((step + 1) / 60, max(0.02, 1 - step / steps)))
    for epoch in range(EPOCHS):
        start, model = time.perf_counter(), model.train()
        for number, part in enumerate(batches(inputs, rows)):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                cause, feeling = model(*inputs.batch(part))
            cause, feeling = cause.float(), feeling.float()
            loss = functional.cross_entropy(cause, inputs.intents[part], label_smoothing=0.05)
            loss = loss + functional.cross_entropy(feeling, inputs.feelings[part], label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            if number % 50 == 0:
                sys.stdout.write(f"epoch {epoch} batch {number} loss {loss.item():.3f} {time.perf_counter() - start:.0f} s\n")
                sys.stdout.flush()
        np.savez_compressed(path, **model.adapter())
        sys.stdout.write("held out: cause %.3f, feeling %.3f\n" % accuracy(model, inputs, kept))
        sys.stdout.flush()


if __name__ == "__main__":
    train(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data" / "adapter.npz")
