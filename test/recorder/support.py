"""What the recorder's tests share."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "media" / "recorder"))

WIDTH = 32
HIDDEN = 8


class RecorderTest(unittest.TestCase):
    """A test with a folder for a run and a fixed seed."""

    def setUp(self) -> None:
        torch.manual_seed(1)
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name) / "run"

    def lines(self, kind: str) -> list[dict]:
        return read_lines(self.folder, kind)


def in_processes(script: str, folder: Path, *arguments: str) -> tuple[list[dict], list[str]]:
    """Runs a script in two processes: what each has left in rank-RANK.json, and what it printed as errors."""
    command = [sys.executable, str(Path(__file__).with_name(script))]
    processes = [subprocess.Popen([*command, str(rank), "2", str(folder), *arguments], stderr=subprocess.PIPE, text=True) for rank in (0, 1)]
    try:
        printed = [process.communicate(timeout=120)[1] for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    if any(process.returncode != 0 for process in processes):
        raise AssertionError("\n".join(printed))
    return [json.loads((folder / f"rank-{rank}.json").read_text()) for rank in (0, 1)], printed


def read_lines(folder: Path, kind: str) -> list[dict]:
    text = (folder / "plateau-statistics.jsonl").read_text(encoding="utf-8")
    return [line for line in map(json.loads, text.splitlines()) if line["kind"] == kind]


class Block(nn.Module):
    """A feed-forward block with the activations that it has seen."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(HIDDEN, WIDTH)
        self.fc2 = nn.Linear(WIDTH, HIDDEN)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.fc2(torch.nn.functional.gelu(self.fc1(x)))


class Stack(nn.Module):
    """Two blocks; the output is a loss."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = nn.ModuleList([Block(), Block()])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for block in self.blocks:
            x = block(x)
        return x.square().mean()


def activations(block: Block, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """What a block has before and after its nonlinearity."""
    with torch.no_grad():
        pre = block.fc1(x)
        return pre, torch.nn.functional.gelu(pre)
