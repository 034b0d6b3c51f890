"""One of the processes of test_distributed.py: RANK WORLD FOLDER MODE."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch
from torch.nn.parallel import DistributedDataParallel

from support import HIDDEN, WIDTH, Stack
from plateau_recorder import PlateauRecorder


def main(rank: int, world: int, folder: Path, mode: str) -> None:
    torch.distributed.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=world)
    torch.manual_seed(1)
    model = DistributedDataParallel(Stack())
    recorder = PlateauRecorder(model, folder / "run", every=5) if mode == "all" or rank == 0 else None
    torch.manual_seed(10 + rank)
    norms, steps = [], 0
    for step in range(1, 9):
        model.zero_grad()
        loss = model(torch.randn(10 * WIDTH, HIDDEN) * (1 + rank))
        loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_(model.parameters(), 1e-3)))
        if step == 6 and rank == 0:
            (folder / "run" / "plateau-stop").touch()
        steps = step
        if recorder is not None and recorder.step(loss):
            break
    if recorder is not None:
        recorder.close()
    (folder / f"rank-{rank}.json").write_text(json.dumps({"steps": steps, "norms": norms}))
    torch.distributed.destroy_process_group()


main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
