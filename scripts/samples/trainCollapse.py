"""Trains the two samples of a spectral collapse: `python scripts/samples/trainCollapse.py [FOLDER [RUN…]]` (torch; minutes on a CPU).

A small Post-LN transformer learns to predict the bytes of Python's own standard library, read from the interpreter that runs this
(PSF licence), under a weight decay that is a thousand times too strong, as a slip of the decimal point makes it. Its twin differs in
one thing: after each step the rows of its FFN weights are put back to unit length (hyperspherical normalisation, as nGPT has it).
Everything else, the seed and the batches included, is the same.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path
from typing import Iterator, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "media" / "recorder"))
sys.dont_write_bytecode = True

from plateau_recorder import PlateauRecorder  # noqa: E402

RUNS = {"post-ln-collapse": False, "post-ln-hyperspherical": True}

BYTES = 256
HIDDEN = 64
WIDTH = 256
HEADS = 4
LAYERS = 6
CONTEXT = 64
BATCH = 40  # 2,560 tokens: ten for each of the 256 dimensions, in a single step
STEPS = 600
WARM_UP = 100
RATE = 0.006
WEIGHT_DECAY = 10.0  # on the matrices of the blocks; 0.01 is usual


def corpus() -> Tensor:
    """The modules at the top of the standard library, one after the other."""
    files = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))
    return torch.frombuffer(bytearray(b"".join(file.read_bytes() for file in files)), dtype=torch.uint8)


class FeedForward(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(HIDDEN, WIDTH)
        self.fc2 = nn.Linear(WIDTH, HIDDEN)
        initialise(self)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    """Post-LN: the norms stand after the residual sums."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        initialise(self)
        self.norm1 = nn.LayerNorm(HIDDEN)
        self.mlp = FeedForward()
        self.norm2 = nn.LayerNorm(HIDDEN)

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm1(x + self.attend(x))
        return self.norm2(x + self.mlp(x))

    def attend(self, x: Tensor) -> Tensor:
        batch, length, _ = x.shape
        query, key, value = self.qkv(x).view(batch, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        return self.out(mixed.transpose(1, 2).reshape(batch, length, HIDDEN))


class ByteTransformer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.bytes = nn.Embedding(BYTES, HIDDEN)
        self.positions = nn.Embedding(CONTEXT, HIDDEN)
        self.head = nn.Linear(HIDDEN, BYTES)
        initialise(self)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))

    def forward(self, x: Tensor, target: Tensor) -> Tensor:
        hidden = self.bytes(x) + self.positions(torch.arange(x.shape[1]))
        for block in self.blocks:
            hidden = block(hidden)
        return F.cross_entropy(self.head(hidden).flatten(0, 1), target.flatten())


def initialise(module: nn.Module) -> None:
    for parameter in module.parameters():
        if parameter.dim() == 2:
            nn.init.normal_(parameter, std=0.1)
        else:
            nn.init.zeros_(parameter)


def batches(data: Tensor) -> Iterator[Tensor]:
    """[BATCH, CONTEXT + 1] bytes for each step, the same at each call."""
    generator = torch.Generator().manual_seed(1)
    for _ in range(STEPS):
        starts = torch.randint(len(data) - CONTEXT - 1, (BATCH, 1), generator=generator)
        yield data[starts + torch.arange(CONTEXT + 1)].long()


def optimizer_for(model: ByteTransformer) -> torch.optim.Optimizer:
    """Decay falls on the matrices of the blocks, not on embeddings, norms and biases."""
    decayed = [parameter for parameter in model.blocks.parameters() if parameter.dim() == 2]
    others = [parameter for parameter in model.parameters() if all(parameter is not each for each in decayed)]
    groups = [{"params": decayed, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, RATE)


@torch.no_grad()
def to_unit_rows(model: ByteTransformer) -> None:
    for block in model.blocks:
        for linear in (block.mlp.fc1, block.mlp.fc2):
            linear.weight.copy_(F.normalize(linear.weight, dim=1))


def train(folder: Path, hyperspherical: bool, data: Tensor) -> None:
    torch.manual_seed(0)
    model = ByteTransformer()
    optimizer = optimizer_for(model)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, (step + 1) / WARM_UP))
    if hyperspherical:
        to_unit_rows(model)
        optimizer.register_step_post_hook(lambda *_: to_unit_rows(model))
    normalisation = "Post-LN, hyperspherical FFN weights" if hyperspherical else "Post-LN"
    recorder = PlateauRecorder(model, folder, every=10, eigenvalues_every=100, optimizer=optimizer,
                               tokens_per_step=BATCH * CONTEXT, about={"normalisation": normalisation})
    for batch in batches(data):
        loss = model(batch[:, :-1], batch[:, 1:])
        loss.backward()
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        if recorder.step(loss):
            break
    recorder.close()


def main(runs: Path, names: Sequence[str]) -> None:
    torch.set_num_threads(1)
    data = corpus()
    for name in names:
        train(runs / name, RUNS[name], data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "samples" / "runs", sys.argv[2:] or list(RUNS))
