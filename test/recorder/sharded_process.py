"""One of the processes of test_sharded.py: RANK WORLD FOLDER MODE RECORDERS."""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

import torch
from torch import nn

from support import HIDDEN, WIDTH, Block, Stack
from plateau_recorder import PlateauRecorder

STEPS = 4


def sharded(model: nn.Module, mode: str) -> nn.Module:
    if mode == "fully_shard":
        from torch.distributed.device_mesh import init_device_mesh
        from torch.distributed.fsdp import fully_shard

        mesh = init_device_mesh("cpu", (torch.distributed.get_world_size(),))
        for block in model.blocks:
            fully_shard(block, mesh=mesh)
        return fully_shard(model, mesh=mesh)
    from torch.distributed.fsdp import FullyShardedDataParallel, ShardingStrategy
    from torch.distributed.fsdp.wrap import ModuleWrapPolicy

    strategy = ShardingStrategy.NO_SHARD if mode == "replicated" else ShardingStrategy.FULL_SHARD
    return FullyShardedDataParallel(model, auto_wrap_policy=ModuleWrapPolicy({Block}), sharding_strategy=strategy,
                                    use_orig_params=mode != "flat", device_id=torch.device("cpu"))


def batch(step: int, rank: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(100 * step + rank)
    return torch.randn(10 * WIDTH, HIDDEN, generator=generator) * (1 + rank)


def true_norms(world: int) -> list[dict[str, float]]:
    """By module, of a model that is whole, trained on the same batches."""
    torch.manual_seed(1)
    model = Stack()
    norms = []
    for step in range(1, STEPS + 1):
        model.zero_grad()
        sum(model(batch(step, rank)) / world for rank in range(world)).backward()
        norms.append({name: sum(float(parameter.grad.square().sum()) for parameter in module.parameters()) ** 0.5
                      for name, module in model.named_modules() if name})
    return norms


def main(rank: int, world: int, folder: Path, mode: str, recorders: str) -> None:
    warnings.simplefilter("ignore")
    torch.distributed.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=world)
    torch.manual_seed(1)
    model = sharded(Stack(), mode)
    recorder = PlateauRecorder(model, folder / "run", every=2, log_every=1) if recorders == "all" or rank == 0 else None
    clipped = []
    for step in range(1, STEPS + 1):
        model.zero_grad()
        loss = model(batch(step, rank))
        loss.backward()
        clip = getattr(model, "clip_grad_norm_", None) or (lambda most: torch.nn.utils.clip_grad_norm_(model.parameters(), most).full_tensor())
        clipped.append(float(clip(1e-3)))
        if recorder is not None:
            recorder.step(loss)
    if recorder is not None:
        recorder.close()
    (folder / f"rank-{rank}.json").write_text(json.dumps({"clipped": clipped, "true": true_norms(world)}))
    torch.distributed.destroy_process_group()


main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4], sys.argv[5])
