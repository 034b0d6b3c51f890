"""What the recorder costs: `python bench/recorder.py [TOKENS_PER_STEP…]` (torch).

A GPT-like stack (6 blocks, 256 → 1,024 → 256) on one core. Measured: a training step without the recorder, what the recorder adds to a
step between two records, and what one record costs with the steps of its window. From these the share at every=200 follows.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import torch
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "media" / "recorder"))
sys.dont_write_bytecode = True

from plateau_recorder import PlateauRecorder  # noqa: E402

HIDDEN, WIDTH, LAYERS, CONTEXT, EVERY = 256, 1024, 6, 128, 200


class Model(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(HIDDEN, 4, WIDTH, 0.0, "gelu", batch_first=True) for _ in range(LAYERS))

    def forward(self, x: Tensor) -> Tensor:
        for block in self.blocks:
            x = block(x)
        return x.square().mean()


def step(model: nn.Module, optimizer: torch.optim.Optimizer, batch: Tensor) -> Tensor:
    loss = model(batch)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss


def measure(tokens: int) -> None:
    torch.manual_seed(0)
    model = Model()
    optimizer = torch.optim.AdamW(model.parameters(), 1e-4)
    batch = torch.randn(tokens // CONTEXT, CONTEXT, HIDDEN)
    step(model, optimizer, batch)
    start = time.perf_counter()
    for _ in range(5):
        step(model, optimizer, batch)
    plain = (time.perf_counter() - start) / 5
    with tempfile.TemporaryDirectory() as folder:
        recorder = PlateauRecorder(model, folder, every=EVERY, optimizer=optimizer)
        while recorder._first_record:
            recorder.step(step(model, optimizer, batch))
        record = recorder._stopwatch._own
        for _ in range(5):
            recorder.step(step(model, optimizer, batch))
        between = (recorder._stopwatch._own - record) / 5
    share = (record + (EVERY - 1) * between) / (EVERY * plain)
    print(f"{tokens:6d} tokens a step: {plain:.2f} s a step, {record:.2f} s a record, {1e3 * between:.2f} ms between records: "
          f"{100 * share:.2f} % at every={EVERY}", flush=True)


torch.set_num_threads(1)
for tokens in map(int, sys.argv[1:] or ["1024", "4096", "16384"]):
    measure(tokens)
