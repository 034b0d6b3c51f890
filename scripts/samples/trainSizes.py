"""Trains the sample of a sweep over sizes and token budgets: `python scripts/samples/trainSizes.py [FOLDER]` (torch; half an hour on a CPU).

Small transformers learn to predict the bytes of Python's own standard library, read from the interpreter that runs this (PSF licence).
Every model is trained anew for every budget, its learning rate decaying to nothing at the end of it, so that each final loss is what
that budget buys. Every tenth module is held out: on these the loss is measured, and two scores, of which the densities are made.
"""

from __future__ import annotations

import copy
import csv
import math
import random
import sys
import sysconfig
from pathlib import Path
from typing import Iterator, Mapping, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parents[2]
BYTES = 256
LAYERS = 4
HEADS = 4
CONTEXT = 64
BATCH = 16
WIDTHS = [16, 24, 32, 48]
BUDGETS = [250_000, 500_000, 1_000_000, 2_000_000]
RATE = 0.008  # of the widest; narrower ones take larger steps
WARM_UP = 0.05
CHECKPOINTS = 6
QUESTIONS = 800
CHOICES = 4
GIVEN = 48


def corpus() -> tuple[Tensor, Tensor]:
    """The modules at the top of the standard library; every tenth is held out."""
    files = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))
    parts = [[file.read_bytes() for i, file in enumerate(files) if (i % 10 == 0) == held] for held in (False, True)]
    train, held = (torch.frombuffer(bytearray(b"".join(part)), dtype=torch.uint8).long() for part in parts)
    return train, held


class Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)
        self.up, self.down = nn.Linear(width, 4 * width, bias=False), nn.Linear(4 * width, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, width = x.shape
        query, key, value = self.qkv(self.ln_1(x)).view(batch, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.out(mixed.transpose(1, 2).reshape(batch, length, width))
        return x + self.down(F.gelu(self.up(self.ln_2(x))))


class ByteModel(nn.Module):
    """Pre-LN; the embedding is also the head."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.tokens, self.places = nn.Embedding(BYTES, width), nn.Embedding(CONTEXT, width)
        self.blocks = nn.ModuleList(Block(width) for _ in range(LAYERS))
        self.norm = nn.LayerNorm(width)
        for module in self.modules():
            if isinstance(module, nn.Embedding):
                nn.init.normal_(module.weight, std=0.02)
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=module.in_features**-0.5 / 2)

    def forward(self, seen: Tensor) -> Tensor:
        x = self.tokens(seen) + self.places(torch.arange(seen.shape[1]))
        for block in self.blocks:
            x = block(x)
        return self.norm(x) @ self.tokens.weight.T


def size(model: nn.Module) -> int:
    return sum(weight.numel() for weight in model.parameters())


def batches(data: Tensor, count: int) -> Iterator[Tensor]:
    drawn = torch.Generator().manual_seed(0)
    for _ in range(count):
        starts = torch.randint(len(data) - CONTEXT - 1, (BATCH,), generator=drawn)
        yield torch.stack([data[start:start + CONTEXT + 1] for start in starts.tolist()])


def train(width: int, tokens: int, data: Tensor, look) -> ByteModel:
    """AdamW under a warm-up and a cosine; `look` is called with the model and the tokens at each checkpoint."""
    torch.manual_seed(width)
    model = ByteModel(width)
    steps = tokens // (BATCH * CONTEXT)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE * (WIDTHS[-1] / width) ** 0.5, betas=(0.9, 0.95), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_at(step / steps))
    for step, batch in enumerate(batches(data, steps), 1):
        loss = F.cross_entropy(model(batch[:, :-1]).flatten(0, 1), batch[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step == steps or (step % (steps // CHECKPOINTS) == 0 and step + steps // CHECKPOINTS <= steps):
            look(model, step * BATCH * CONTEXT)
    return model


def rate_at(share: float) -> float:
    return share / WARM_UP if share < WARM_UP else 0.5 * (1 + math.cos(math.pi * (share - WARM_UP) / (1 - WARM_UP)))


@torch.no_grad()
def scores(model: ByteModel, held: Tensor) -> dict[str, float]:
    """Loss and share of bytes foretold on held-out modules, and how often the true continuation is the likeliest of four."""
    windows = held[: len(held) // (CONTEXT + 1) * (CONTEXT + 1)].view(-1, CONTEXT + 1)[::8]
    losses, right = [], []
    for part in windows.split(256):
        logits = model(part[:, :-1])
        losses.append(F.cross_entropy(logits.flatten(0, 1), part[:, 1:].flatten(), reduction="none"))
        right.append((logits.argmax(-1) == part[:, 1:]).flatten().float())
    return {"loss": torch.cat(losses).mean().item(), "next_byte_acc": torch.cat(right).mean().item(), "continuation_acc": continuations(model, held)}


def continuations(model: ByteModel, held: Tensor) -> float:
    drawn = random.Random(1)
    starts = [[drawn.randrange(len(held) - CONTEXT - 1) for _ in range(CHOICES)] for _ in range(QUESTIONS)]
    right = 0
    for part in (starts[i:i + 50] for i in range(0, QUESTIONS, 50)):
        texts = torch.stack([torch.cat([held[own[0]:own[0] + GIVEN], held[other + GIVEN:other + CONTEXT]]) for own in part for other in own])
        loss = F.cross_entropy(model(texts[:, :-1]).transpose(1, 2), texts[:, 1:], reduction="none")[:, GIVEN - 1:].mean(1)
        right += (loss.view(-1, CHOICES).argmin(1) == 0).sum().item()
    return right / QUESTIONS


def quantised(model: ByteModel, bits: int) -> ByteModel:
    """Matrices of the blocks rounded to the nearest of 2^bits levels, a scale for each row."""
    small = copy.deepcopy(model)
    for weight in matrices(small):
        scale = weight.abs().amax(1, keepdim=True) / (2 ** (bits - 1) - 1)
        weight.copy_((weight / scale).round() * scale)
    return small


def pruned(model: ByteModel, share: float) -> tuple[ByteModel, int]:
    """The smallest weights of each matrix of the blocks set to zero, and how many are left."""
    small = copy.deepcopy(model)
    zeros = 0
    for weight in matrices(small):
        limit = weight.abs().flatten().kthvalue(int(share * weight.numel())).values
        zeros += (weight.abs() <= limit).sum().item()
        weight.mul_(weight.abs() > limit)
    return small, size(small) - int(zeros)


def matrices(model: ByteModel) -> Sequence[Tensor]:
    return [weight.data for name, weight in model.named_parameters() if name.startswith("blocks") and weight.ndim == 2]


def rounded(row: Mapping[str, object]) -> dict[str, object]:
    return {key: f"{value:.6g}" if isinstance(value, float) else value for key, value in row.items()}


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="\n", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rounded(row) for row in rows)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "samples" / "tables" / "byte-sizes"
    folder.mkdir(parents=True, exist_ok=True)
    data, held = corpus()
    sweep: list[Mapping[str, object]] = []
    courses: list[Mapping[str, object]] = []
    model = None
    for tokens in BUDGETS:
        for width in WIDTHS:
            name = f"bytes-w{width}"
            course: list[Mapping[str, object]] = []
            longest = tokens == BUDGETS[-1]

            def look(trained: ByteModel, seen: int) -> None:
                if longest:
                    course.append({"model": name, "params": size(trained), "tokens": seen, **scores(trained, held)})

            model = train(width, tokens, data, look)
            sweep.append({"model": f"{name}-{tokens // 1000}k", "params": size(model), "hidden_size": width, "tokens": tokens, **scores(model, held)})
            courses += course
            print(sweep[-1], flush=True)
            write(folder / "sweep.csv", sweep)
            write(folder / "checkpoints.csv", courses)
    assert model is not None
    whole = f"bytes-w{WIDTHS[-1]}"
    rows = [{"model": whole, "base_model": "", "params": size(model), "bits": 16, "tokens": BUDGETS[-1], **scores(model, held)}]
    for bits in (8, 4, 3):
        rows.append({"model": f"{whole}-{bits}bit", "base_model": whole, "params": size(model), "bits": bits, "tokens": BUDGETS[-1], **scores(quantised(model, bits), held)})
    for share in (0.3, 0.5):
        small, left = pruned(model, share)
        rows.append({"model": f"{whole}-pruned-{round(100 * share)}", "base_model": whole, "params": left, "bits": 16, "tokens": BUDGETS[-1], **scores(small, held)})
    write(folder / "compressed.csv", rows)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
