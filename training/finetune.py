"""Fine-tunes all-MiniLM-L6-v2 on the corpus: a reply and the patient's line in, log-odds of each code a sentence out.

Needs torch, on the CPU only. Seeds are fixed; the result depends on the CPU and on torch in its last digits, and so
on where it is trained, but never afterwards: what is shipped are the weights.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
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
EPOCHS = 5
BATCH = 24
THREADS = 2
RATE = 3e-4
LOWER = 0.8
"""Each layer learns at this share of the rate of the layer above it (Howard & Ruder 2018); embeddings stay."""
HEAD_RATE = 2e-3
WARM_UP = 0.1
COPIES = 1 / 3
"""Share of replies that an epoch shows as their hurried copy."""
ALONE = 0.08
"""Share of replies that an epoch shows without the patient's line, which a coder may not be given."""
RARE = 0.3
"""A shown code counts (not shown / shown) to this power."""
KEPT = 0.998
"""What is returned is a running mean of the weights that forgets this share a step (Polyak & Juditsky 1992)."""


class Learner(nn.Module):
    """A BERT encoder with one linear head a code over the first token and the mean of a sentence's tokens."""

    def __init__(self, weights: Weights, codes: int) -> None:
        """Start from pretrained weights."""
        super().__init__()
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
        return self.drop(self.norm(hidden + table["position_embeddings"][: ids.shape[1]], "embeddings.LayerNorm."))

    def layers(self, hidden: torch.Tensor, used: torch.Tensor) -> torch.Tensor:
        """Run all layers; `used` marks the tokens that are no padding."""
        rows, count, _ = hidden.shape
        mask = torch.zeros(used.shape).masked_fill(~used, -1e4)[:, None, None, :]
        for index in range(LAYERS):
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

    def forward(self, batch: Batch) -> torch.Tensor:
        """Return log-odds, shape [sentences of the batch, codes]."""
        hidden = self.layers(self.embedded(batch.ids, batch.kinds), batch.used)[batch.reply]
        means = torch.einsum("st,stw->sw", batch.pool, hidden)
        odds: torch.Tensor = self.head(self.drop(torch.cat([hidden[:, 0], means], 1)))
        return odds

    def groups(self) -> list[dict[str, Any]]:
        """Return what learns and how fast. The embeddings keep the words apart that the corpus never showed."""
        found: list[dict[str, Any]] = [{"params": list(self.head.parameters()), "lr": HEAD_RATE, "weight_decay": 0.01}]
        for name, value in zip(self.names, self.kept, strict=True):
            value.requires_grad_(name.startswith("encoder."))
            if value.requires_grad:
                rate = RATE * LOWER ** (LAYERS - 1 - int(name.split(".")[2]))
                found.append({"params": [value], "lr": rate, "weight_decay": 0.01 if value.dim() > 1 else 0.0})
        return found

    def weights(self) -> Weights:
        """Return all weights by name, the heads as `head.weight` and `head.bias`."""
        found = {name: value.detach().numpy() for name, value in zip(self.names, self.kept, strict=True)}
        return found | {f"head.{name}": value.detach().numpy() for name, value in self.head.named_parameters()}


class Batch(NamedTuple):
    """Some replies, padded to one length."""

    ids: torch.Tensor
    kinds: torch.Tensor
    used: torch.Tensor
    reply: torch.Tensor
    """Which reply each sentence belongs to."""
    pool: torch.Tensor
    """The share of each token in each sentence."""


def batch(rows: Sequence[Pieces]) -> Batch:
    """Return replies as one batch."""
    longest = max(len(one.ids) for one in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    kinds, used = torch.zeros_like(ids), torch.zeros(ids.shape, dtype=torch.bool)
    pools = []
    for row, one in enumerate(rows):
        count = len(one.ids)
        ids[row, :count] = torch.tensor(one.ids)
        kinds[row, one.own :] = 1
        used[row, :count] = True
        pools.append(fn.pad(torch.tensor(one.pool), (0, longest - count)))
    reply = torch.tensor([row for row, one in enumerate(rows) for _ in one.spans])
    return Batch(ids, kinds, used, reply, torch.cat(pools))


def shuffled(lengths: list[int], chance: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    """Yield batches of the numbers of replies of like length, in random order."""
    order = chance.permutation(len(lengths))
    found = []
    for start in range(0, len(order), BATCH * 16):
        chunk = order[start : start + BATCH * 16]
        chunk = chunk[np.argsort([lengths[row] for row in chunk], kind="stable")]
        found += [chunk[at : at + BATCH] for at in range(0, len(chunk), BATCH)]
    for index in chance.permutation(len(found)):
        yield found[index]


class Lesson(NamedTuple):
    """One reply to learn from."""

    typed: Pieces
    hurried: Pieces
    alone: Pieces
    """The reply without the patient's line."""
    shown: Array
    """0 or 1, shape [sentences, codes]."""


def tune(start: Weights, lessons: Sequence[Lesson]) -> Weights:
    """Return weights trained on replies, their hurried copies and their copies without the patient's line."""
    torch.manual_seed(1)
    torch.set_num_threads(THREADS)
    chance = np.random.default_rng(1)
    share = np.concatenate([lesson.shown for lesson in lessons]).mean(axis=0)
    model = Learner(start, len(share))
    rare = torch.tensor(((1 - share) / np.maximum(share, 1e-4)) ** RARE, dtype=torch.float32)
    with torch.no_grad():
        model.head.bias.copy_(torch.tensor(np.log(np.maximum(share, 1e-4)), dtype=torch.float32))
    optimiser = torch.optim.AdamW(model.groups())
    learning = [value for value in model.parameters() if value.requires_grad]
    mean = [value.detach().clone() for value in learning]
    lengths = [len(lesson.typed.ids) for lesson in lessons]
    steps = EPOCHS * -(-len(lessons) // BATCH)

    def pace(step: int) -> float:
        return min((step + 1) / (WARM_UP * steps), max((steps - step) / ((1 - WARM_UP) * steps), 0.0))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, pace)
    step = 0
    model.train()
    for epoch in range(EPOCHS):
        began, total = time.monotonic(), 0.0
        draw = chance.random(len(lessons))
        for rows in shuffled(lengths, chance):
            odds = model(batch([seen(lessons[row], draw[row]) for row in rows]))
            shown = torch.tensor(np.concatenate([lessons[row].shown for row in rows]))
            loss = fn.binary_cross_entropy_with_logits(odds, shown, pos_weight=rare, reduction="sum") / len(shown)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            total += loss.item() * len(rows)
            with torch.no_grad():
                for value, new in zip(mean, learning, strict=True):
                    value.lerp_(new, 1 - min(KEPT, (1 + step) / (10 + step)))
        print(f"epoch {epoch + 1}: loss {total / len(lessons):.3f}, {time.monotonic() - began:.0f} s", flush=True)
    with torch.no_grad():
        for value, new in zip(learning, mean, strict=True):
            value.copy_(new)
    return model.weights()


def seen(lesson: Lesson, draw: float) -> Pieces:
    """Return the reply as this epoch shows it; `draw` is in 0-1."""
    if draw < COPIES:
        return lesson.hurried
    return lesson.alone if draw < COPIES + ALONE else lesson.typed
