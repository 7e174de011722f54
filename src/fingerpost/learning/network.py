"""The network of an encoder while it is fitted: the layers of a sentence encoder below, the chances of facts above."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from fingerpost.intake.encoding import Spelt
from fingerpost.intake.pieces import Pieces
from fingerpost.learning.showing import Shown
from fingerpost.records import Key

_BATCH = 96
# batches are made of sentences of like length, out of so many batches' worth of them
_SORTED_TOGETHER = 50
_HEAD_RATE = 2e-3
# the share of the way on which steps grow, and the least share of the greatest step
_WARMING, _LEAST_STEP = 0.06, 1e-3
# batches after which it is told how it goes
_TOLD_EVERY = 100
_DROPPED = 0.1
# how often a sentence is shown without the one that it leans on, so that it is read by itself where it can be
_ALONE = 0.3
# the share of the loss on topic and sign apart, which steadies that on whole facts
_APART = 0.3
# stretches the mean of word vectors, which the first encoder keeps small
_STRETCH = 6.0
# how far a teacher is believed beside the reader who annotated
_BELIEVED = 0.7

# the chance of each fact, as a teacher tells it
Chances = NDArray[np.float16]


class Network(nn.Module):  # type: ignore[misc]
    """Layers of an encoder and three heads: the topics told of, the signs under which, and the facts.

    Args:
        encoder: An encoder of the ``transformers`` library.
        facts: All facts that it shall know.
        numbers: For each piece of a word, by its place, the number by which the encoder knows it.
    """

    def __init__(self, encoder: Any, facts: Sequence[Key], numbers: Sequence[int]) -> None:
        super().__init__()
        self.encoder = encoder
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        width = encoder.config.hidden_size
        self.register_buffer("numbers", torch.tensor(numbers), persistent=False)
        # the encoder has no mark of its own for which of two sentences a piece is of
        self.mine = nn.Embedding(2, width)
        nn.init.zeros_(self.mine.weight)
        self.known = sorted(facts)
        self.names: list[list[Any]] = [sorted({f[1] for f in facts}), sorted({_sign(f) for f in facts}), self.known]
        labels = ((f, (f[1], _sign(f), f)) for f in self.known)
        self._places = {f: [n.index(x) for n, x in zip(self.names, named, strict=True)] for f, named in labels}
        self.topic_of, self.sign_of = (torch.tensor([self._places[f][head] for f in self.known]) for head in (0, 1))
        self.topics, self.signs, self.facts = (nn.Linear(width, len(n)) for n in self.names)
        self.dropped = nn.Dropout(_DROPPED)
        nn.init.zeros_(self.facts.weight)
        nn.init.constant_(self.facts.bias, -2.0)

    def forward(self, pieces: Any, own: Any, there: Any = None) -> Any:
        """The logits of topics, signs and facts; ``own`` marks the sentence itself, ``there`` what is no padding."""
        words = self.encoder.embeddings.word_embeddings(self.numbers[pieces])
        vectors, weight = self.read(words, own, there)
        mean = self.dropped((vectors * weight.unsqueeze(-1)).sum(1)) * _STRETCH
        topics, signs = self.topics(mean), self.signs(mean)
        return topics, signs, self.facts(mean) + topics[:, self.topic_of] + signs[:, self.sign_of]

    def read(self, words: Any, own: Any, there: Any = None) -> tuple[Any, Any]:
        """The vector of each piece in its setting, and how much it weighs in the mean of those of the sentence itself.

        Args:
            words: The vectors of the pieces by themselves.
            own: 1 for a piece of the sentence itself.
            there: 1 for what is no padding.
        """
        mask = torch.ones_like(own) if there is None else there
        vectors = self.encoder(inputs_embeds=words + self.mine(own), attention_mask=mask).last_hidden_state
        weight = (own * mask).to(vectors.dtype)
        return vectors, weight / weight.sum(1, keepdim=True)

    def make_targets(self, shown: Sequence[Shown], taught: Mapping[Spelt, Chances]) -> list[Any]:
        """For each head a table of how far each sentence tells what: what the reader said and what a teacher holds likely.

        Args:
            shown: The sentences.
            taught: What a teacher says, of all sentences of which no reader spoke and any others.
        """
        told = torch.zeros(len(shown), len(self.known))
        for row, one in enumerate(shown):
            for fact in one.facts or ():
                told[row, self._places[fact][2]] = 1.0
            chances = taught.get((one.before, one.sentence))
            if chances is not None:
                believed = 1.0 if one.facts is None else _BELIEVED
                told[row] = believed * torch.from_numpy(chances.astype(np.float32)) + (1.0 - believed) * told[row]
        tables = [torch.zeros(len(shown), len(names)) for names in self.names[:2]]
        for table, places in zip(tables, (self.topic_of, self.sign_of), strict=True):
            table.scatter_reduce_(1, places.expand(len(shown), -1), told, "amax")
        return [*tables, told]


class Told(nn.Module):  # type: ignore[misc]
    """The logits of facts alone, as a fitted network tells them: the three heads are sums, and so come to one.

    Args:
        network: The fitted network.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.words = nn.Embedding.from_pretrained(network.encoder.embeddings.word_embeddings.weight[network.numbers])
        topics, signs, facts = network.topics, network.signs, network.facts
        with torch.no_grad():
            weights = facts.weight + topics.weight[network.topic_of] + signs.weight[network.sign_of]
            self.base = facts.bias + topics.bias[network.topic_of] + signs.bias[network.sign_of]
        self.weights = weights.T.contiguous()

    def forward(self, pieces: Any, own: Any) -> Any:
        """The logits of facts; ``own`` marks the sentence itself."""
        vectors, weight = self.network.read(self.words(pieces), own)
        # as a product of matrices: sums over a column come out otherwise for one sentence than for many
        mean = (weight.unsqueeze(1) @ vectors).squeeze(1) * _STRETCH
        return mean @ self.weights + self.base


def fit_network(
    network: Network,
    pieces: Pieces,
    shown: Sequence[Shown],
    passes: int,
    rate: float,
    tell: Callable[[str], None],
    taught: Mapping[Spelt, Chances] | None = None,
) -> None:
    """Fit a network to sentences.

    Args:
        network: The network.
        pieces: The pieces of words that it knows.
        shown: The sentences, shown in an order of chance that is always the same.
        passes: How often each is shown.
        rate: The greatest step; steps grow at first, then shrink to nothing.
        tell: Is told how it goes.
        taught: What a teacher says of sentences (Hinton et al., 2015, "Distilling the knowledge in a neural network").
    """
    chance = random.Random(0)  # noqa: S311 - no secrets
    torch.manual_seed(0)
    below = [p for p in network.encoder.parameters() if p.requires_grad]
    above = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": below, "most": rate}, {"params": above, "most": _HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01, fused=True)
    loss_of = nn.BCEWithLogitsLoss(reduction="none")
    for number in range(passes):
        network.train()
        total = count = 0.0
        batches = _make_batches(shown, chance)
        for done, batch in enumerate(batches):
            way = (number + done / len(batches)) / passes
            for group in optimizer.param_groups:
                group["lr"] = group["most"] * max(min(1.0, way / _WARMING) * (1.0 - way), _LEAST_STEP)
            inputs = _pad([pieces.join_sentences(_lean(one, chance), one.sentence) for one in batch])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                told = network(*inputs)
            losses = [
                loss_of(logits.float(), target).sum(1).mean()
                for logits, target in zip(told, network.make_targets(batch, taught or {}), strict=True)
            ]
            loss = _APART * (losses[0] + losses[1]) + losses[2]
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            total, count = total + losses[2].item(), count + 1
            if count == _TOLD_EVERY:
                tell(f"pass {number + 1} of {passes}, {done + 1} of {len(batches)} batches: loss {total / count:.3f}")
                total = count = 0.0
    network.eval()


def judge_shown(
    network: Network, pieces: Pieces, shown: Sequence[Shown], tell: Callable[[str], None]
) -> dict[Spelt, Chances]:
    """What a fitted network says of sentences, to teach another.

    Args:
        network: The fitted network.
        pieces: The pieces of words that it knows.
        shown: The sentences.
        tell: Is told how it goes.
    """
    alike = sorted(shown, key=lambda one: len(one.before) + len(one.sentence))
    taught: dict[Spelt, Chances] = {}
    network.eval()
    for begin in range(0, len(alike), _BATCH):
        batch = alike[begin : begin + _BATCH]
        inputs = _pad([pieces.join_sentences(one.before, one.sentence) for one in batch])
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            logits = network(*inputs)[2].float()
        rows = torch.sigmoid(logits).numpy().astype(np.float16)
        taught.update(((one.before, one.sentence), row) for one, row in zip(batch, rows, strict=True))
        if begin // _BATCH % _TOLD_EVERY == 0:
            tell(f"{begin} of {len(alike)} sentences judged by the teacher")
    return taught


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


def _pad(joined: Sequence[tuple[list[int], list[int]]]) -> list[Any]:
    """Pieces, whose they are, and which are there, as tables as wide as the longest sentence."""
    width = max(len(numbers) for numbers, _ in joined)
    there = [[1] * len(numbers) for numbers, _ in joined]
    tables = ([n for n, _ in joined], [o for _, o in joined], there)
    return [torch.tensor([row + [0] * (width - len(row)) for row in rows]) for rows in tables]
