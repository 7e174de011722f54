"""The network of the encoder while it is fitted: the layers of a sentence encoder below, the chances of facts above."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import nn

from fingerpost.intake.pieces import Pieces
from fingerpost.learning.showing import Shown
from fingerpost.records import Key

_BATCH = 96
# batches are made of sentences of like length, out of so many batches' worth of them
_SORTED_TOGETHER = 50
_HEAD_RATE = 2e-3
_DROPPED = 0.1
# how often a sentence is shown without the one that it leans on, so that it is read by itself where it can be
_ALONE = 0.3
# the share of the loss on topic and sign apart, which steadies that on whole facts
_APART = 0.3
# stretches the mean of word vectors, which the first encoder keeps small
_STRETCH = 6.0


class Network(nn.Module):  # type: ignore[misc]
    """Layers of an encoder and three heads: the topics told of, the signs under which, and the facts.

    Args:
        encoder: An encoder of the ``transformers`` library with the layers that are wanted.
        facts: All facts that it shall know.
    """

    def __init__(self, encoder: Any, facts: Sequence[Key]) -> None:
        super().__init__()
        self.encoder = encoder
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        width = encoder.config.hidden_size
        self.known = sorted(facts)
        self.names: list[list[Any]] = [sorted({f[1] for f in facts}), sorted({_sign(f) for f in facts}), self.known]
        self.topic_of = torch.tensor([self.names[0].index(f[1]) for f in self.known])
        self.sign_of = torch.tensor([self.names[1].index(_sign(f)) for f in self.known])
        self.topics, self.signs, self.facts = (nn.Linear(width, len(n)) for n in self.names)
        self.dropped = nn.Dropout(_DROPPED)
        nn.init.zeros_(self.facts.weight)
        nn.init.constant_(self.facts.bias, -2.0)

    def forward(self, pieces: Any, own: Any, there: Any = None) -> Any:
        """The logits of topics, signs and facts; ``own`` marks the sentence itself, ``there`` what is no padding."""
        vectors, weight = self.read(pieces, own, there)
        mean = self.dropped((vectors * weight.unsqueeze(-1)).sum(1)) * _STRETCH
        topics, signs = self.topics(mean), self.signs(mean)
        return topics, signs, self.facts(mean) + topics[:, self.topic_of] + signs[:, self.sign_of]

    def read(self, pieces: Any, own: Any, there: Any = None) -> tuple[Any, Any]:
        """The vector of each piece, and how much it weighs in the mean of those of the sentence itself."""
        mask = torch.ones_like(pieces) if there is None else there
        vectors = self.encoder(input_ids=pieces, token_type_ids=own, attention_mask=mask).last_hidden_state
        weight = (own * mask).to(vectors.dtype)
        return vectors, weight / weight.sum(1, keepdim=True)

    def make_targets(self, shown: Sequence[Shown]) -> list[Any]:
        """For each head a table of what each sentence tells: ones and zeros."""
        tables = [torch.zeros(len(shown), len(names)) for names in self.names]
        for row, one in enumerate(shown):
            for fact in one.facts:
                for table, names, label in zip(tables, self.names, (fact[1], _sign(fact), fact), strict=True):
                    table[row, names.index(label)] = 1.0
        return tables


class Told(nn.Module):  # type: ignore[misc]
    """The logits of facts alone, as a fitted network tells them: the three heads are sums, and so come to one.

    Args:
        network: The fitted network.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        topics, signs, facts = network.topics, network.signs, network.facts
        with torch.no_grad():
            weights = facts.weight + topics.weight[network.topic_of] + signs.weight[network.sign_of]
            self.base = facts.bias + topics.bias[network.topic_of] + signs.bias[network.sign_of]
        self.weights = weights.T.contiguous()

    def forward(self, pieces: Any, own: Any) -> Any:
        """The logits of facts; ``own`` marks the sentence itself."""
        vectors, weight = self.network.read(pieces, own)
        # as a product of matrices: sums over a column come out otherwise for one sentence than for many
        mean = (weight.unsqueeze(1) @ vectors).squeeze(1) * _STRETCH
        return mean @ self.weights + self.base


def fit_network(
    network: Network, pieces: Pieces, shown: Sequence[Shown], passes: int, rate: float, tell: Callable[[str], None]
) -> None:
    """Fit a network to sentences, which it is shown ``passes`` times in an order of chance that is always the same, with
    steps of ``rate`` at the most."""
    chance = random.Random(0)  # noqa: S311 - no secrets
    torch.manual_seed(0)
    below = [p for p in network.encoder.parameters() if p.requires_grad]
    above = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": below}, {"params": above}], lr=rate, weight_decay=0.01)
    steps = passes * -(-len(shown) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [rate, _HEAD_RATE], total_steps=steps + passes * _SORTED_TOGETHER, pct_start=0.1
    )
    loss_of = nn.BCEWithLogitsLoss(reduction="none")
    for number in range(passes):
        network.train()
        total = count = 0.0
        for batch in _make_batches(shown, chance):
            inputs = _pad([pieces.join_sentences(_lean(one, chance), one.sentence) for one in batch])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                told = network(*inputs)
            losses = [
                loss_of(logits.float(), target).sum(1).mean()
                for logits, target in zip(told, network.make_targets(batch), strict=True)
            ]
            loss = _APART * (losses[0] + losses[1]) + losses[2]
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
        tell(f"pass {number + 1} of {passes}: loss {total / count:.3f} over {int(count)} batches")
    network.eval()


def _sign(fact: Key) -> tuple[str, str]:
    return (fact[0], "" if fact[0] == "situation" else fact[2])


def _lean(one: Shown, chance: random.Random) -> str:
    return one.before if chance.random() >= _ALONE else ""


def _make_batches(shown: Sequence[Shown], chance: random.Random) -> list[list[Shown]]:
    order = list(shown)
    chance.shuffle(order)
    size = _BATCH * _SORTED_TOGETHER
    batches: list[list[Shown]] = []
    for begin in range(0, len(order), size):
        alike = sorted(order[begin : begin + size], key=lambda one: len(one.before) + len(one.sentence))
        batches += [alike[i : i + _BATCH] for i in range(0, len(alike), _BATCH)]
    chance.shuffle(batches)
    return batches


def _pad(joined: Sequence[tuple[list[int], list[int]]]) -> Iterator[Any]:
    """Pieces, whose they are, and which are there, as tables as wide as the longest sentence."""
    width = max(len(numbers) for numbers, _ in joined)
    there = [[1] * len(numbers) for numbers, _ in joined]
    for rows in ([n for n, _ in joined], [o for _, o in joined], there):
        yield torch.tensor([row + [0] * (width - len(row)) for row in rows])
