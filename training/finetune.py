"""Fine-tunes all-MiniLM-L6-v2 on the corpus: one sentence with what stands around it in, log-odds of every code out.

Needs torch, on the CPU only. Seeds are fixed; the result depends on the CPU and on torch in its last digits, and so
on where it is trained, but never afterwards: what is shipped are the weights.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional as fn

from scoring.coder.tuned import Pieces
from training.export_encoder import HEADS, LAYERS, Weights

Array = npt.NDArray[np.float32]
WIDTH = 384
EPOCHS = 4
FROZEN = 3
"""Layers that stay as they were, like the embeddings: their output is computed once."""
BATCH = 32
THREADS = 1
RATE = 1.5e-4
HEAD_RATE = 2e-3
WARM_UP = 0.1
COPIES = 1 / 3
"""Share of sentences that an epoch shows as their hurried copy: a copy counts half a sentence."""
RARE = 0.3
"""A shown code counts (not shown / shown) to this power."""


class Learner(nn.Module):
    """A BERT encoder with one linear head a code over the first token and the mean of the sentence's own tokens."""

    def __init__(self, weights: Weights, codes: int) -> None:
        """Start from pretrained weights."""
        super().__init__()
        torch.set_num_threads(THREADS)
        self.names = [name for name in weights if name.startswith(("embeddings.", "encoder."))]
        self.kept = nn.ParameterList([torch.tensor(weights[name]) for name in self.names])
        self.place = {name: index for index, name in enumerate(self.names)}
        self.head = nn.Linear(2 * WIDTH, codes)
        nn.init.normal_(self.head.weight, std=0.02)

    def part(self, prefix: str) -> tuple[Any, Any]:
        """Return weight and bias under a prefix."""
        return self.kept[self.place[prefix + "weight"]], self.kept[self.place[prefix + "bias"]]

    def norm(self, value: torch.Tensor, prefix: str) -> torch.Tensor:
        """Layer normalisation."""
        return fn.layer_norm(value, (WIDTH,), *self.part(prefix), 1e-12)

    def drop(self, value: torch.Tensor) -> torch.Tensor:
        """Dropout while training."""
        return fn.dropout(value, 0.1, self.training)

    def embedded(self, ids: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
        """Return the embeddings, shape [rows, tokens, width]."""
        table = {name: self.kept[self.place[f"embeddings.{name}.weight"]] for name in (
            "word_embeddings", "position_embeddings", "token_type_embeddings")}  # fmt: skip
        hidden = fn.embedding(ids, table["word_embeddings"]) + fn.embedding(kinds, table["token_type_embeddings"])
        return self.norm(hidden + table["position_embeddings"][: ids.shape[1]], "embeddings.LayerNorm.")

    def layers(self, hidden: torch.Tensor, used: torch.Tensor, first: int, end: int) -> torch.Tensor:
        """Run some layers; `used` marks the tokens that are no padding."""
        rows, count, _ = hidden.shape
        mask = torch.zeros(used.shape).masked_fill(~used, -1e4)[:, None, None, :]
        for index in range(first, end):
            here = f"encoder.layer.{index}."
            query, key, value = (
                fn.linear(hidden, *self.part(f"{here}attention.self.{name}."))
                .view(rows, count, HEADS, -1)
                .transpose(1, 2)
                for name in ("query", "key", "value")
            )
            heard = fn.scaled_dot_product_attention(query, key, value, attn_mask=mask)
            heard = heard.transpose(1, 2).reshape(rows, count, WIDTH)
            heard = fn.linear(heard, *self.part(here + "attention.output.dense."))
            hidden = self.norm(hidden + self.drop(heard), here + "attention.output.LayerNorm.")
            wide = fn.gelu(fn.linear(hidden, *self.part(here + "intermediate.dense.")))
            narrow = fn.linear(wide, *self.part(here + "output.dense."))
            hidden = self.norm(hidden + self.drop(narrow), here + "output.LayerNorm.")
        return hidden

    def forward(self, below: torch.Tensor, own: torch.Tensor, used: torch.Tensor) -> torch.Tensor:
        """Return log-odds [rows, codes] from the frozen layers' output; `own` marks the sentence's tokens."""
        hidden = self.layers(below, used, FROZEN, LAYERS)
        mean = (hidden * own[:, :, None]).sum(1) / own.sum(1, keepdim=True)
        odds: torch.Tensor = self.head(self.drop(torch.cat([hidden[:, 0], mean], 1)))
        return odds

    def weights(self) -> Weights:
        """Return all weights by name, the heads as `head.weight` and `head.bias`."""
        found = {name: value.detach().numpy() for name, value in zip(self.names, self.kept, strict=True)}
        return found | {f"head.{name}": value.detach().numpy() for name, value in self.head.named_parameters()}


class Below(NamedTuple):
    """What the frozen layers make of one sentence."""

    hidden: torch.Tensor
    own: int


def below(model: Learner, pieces: list[Pieces]) -> list[Below]:
    """Return the frozen layers' output for every row."""
    model.eval()
    found: dict[int, Below] = {}
    order = np.argsort([len(one.ids) for one in pieces], kind="stable")
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            lengths = [len(pieces[row].ids) for row in rows]
            ids = torch.tensor([pieces[row].ids + [0] * (max(lengths) - len(pieces[row].ids)) for row in rows])
            place = torch.arange(ids.shape[1])[None]
            kinds = (place >= torch.tensor([pieces[row].own for row in rows])[:, None]).long()
            hidden = model.layers(model.embedded(ids, kinds), place < torch.tensor(lengths)[:, None], 0, FROZEN)
            for row, one, length in zip(rows, hidden, lengths, strict=True):
                found[int(row)] = Below(one[:length].clone(), pieces[row].own)
    return [found[row] for row in range(len(pieces))]


def joined(rows: list[Below]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return a padded batch: hidden, own, used."""
    hidden = nn.utils.rnn.pad_sequence([one.hidden for one in rows], batch_first=True)
    place = torch.arange(hidden.shape[1])[None]
    own = place < torch.tensor([one.own for one in rows])[:, None]
    used = place < torch.tensor([len(one.hidden) for one in rows])[:, None]
    return hidden, own.float(), used


def batches(pieces: list[Below], chance: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    """Yield shuffled batches of rows of like length."""
    order = chance.permutation(len(pieces))
    found = []
    for start in range(0, len(order), BATCH * 16):
        chunk = order[start : start + BATCH * 16]
        chunk = chunk[np.argsort([len(pieces[row].hidden) for row in chunk], kind="stable")]
        found += [chunk[at : at + BATCH] for at in range(0, len(chunk), BATCH)]
    for index in chance.permutation(len(found)):
        yield found[index]


def tune(start: Weights, typed: list[Below], hurried: list[Below], shown: Array) -> Learner:
    """Return a model trained on sentences and their hurried copies; `shown` is 0 or 1, shape [sentences, codes]."""
    torch.manual_seed(1)
    chance = np.random.default_rng(1)
    model = Learner(start, shown.shape[1])
    share = shown.mean(axis=0)
    rare = torch.tensor(((1 - share) / np.maximum(share, 1e-4)) ** RARE, dtype=torch.float32)
    with torch.no_grad():
        model.head.bias.copy_(torch.tensor(np.log(np.maximum(share, 1e-4)), dtype=torch.float32))
    tuned = tuple(f"encoder.layer.{index}." for index in range(FROZEN, LAYERS))
    for name, value in zip(model.names, model.kept, strict=True):
        value.requires_grad_(name.startswith(tuned))
    trained = [value for value in model.kept if value.requires_grad]
    matrices = [value for value in trained if value.dim() > 1]
    vectors = [value for value in trained if value.dim() == 1]
    groups = [
        {"params": matrices, "lr": RATE, "weight_decay": 0.01},
        {"params": vectors, "lr": RATE, "weight_decay": 0.0},
        {"params": list(model.head.parameters()), "lr": HEAD_RATE, "weight_decay": 0.01},
    ]
    optimiser = torch.optim.AdamW(groups)
    steps = EPOCHS * -(-len(typed) // BATCH)

    def pace(step: int) -> float:
        return min((step + 1) / (WARM_UP * steps), max((steps - step) / ((1 - WARM_UP) * steps), 0.0))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, pace)
    for epoch in range(EPOCHS):
        began, total = time.monotonic(), 0.0
        as_copy = chance.random(len(typed)) < COPIES
        seen = [b if copy else a for a, b, copy in zip(typed, hurried, as_copy, strict=True)]
        model.train()
        for rows in batches(seen, chance):
            score = model(*joined([seen[row] for row in rows]))
            loss = fn.binary_cross_entropy_with_logits(
                score, torch.tensor(shown[rows]), pos_weight=rare, reduction="sum"
            ) / len(rows)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(rows)
        print(f"epoch {epoch + 1}: loss {total / len(typed):.3f}, {time.monotonic() - began:.0f} s", flush=True)
    return model
