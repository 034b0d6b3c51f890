"""Fine-tunes chosen modules against all of them: `python scripts/samples/trainSelected.py [FOLDER]` (torch; a quarter of an hour on one core).

A small transformer learns the bytes of Python's standard library, and is then fine-tuned on the prose of the language reference, which
the same interpreter carries for its help() (both PSF licence). Trained are: everything; the fifth of the parameters that
`plateau select` takes from a blueprint of five batches; random fifths; and the fifth with least gradient. All have the same compute, the
same batches and the same learning rates to choose from. Needs the built command line (`npm run build`), or PLATEAU_CLI naming one.
"""

from __future__ import annotations

import copy
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from pydoc_data.topics import topics
from typing import Any, Iterator, NamedTuple, Sequence

import torch
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "media" / "recorder"))
sys.dont_write_bytecode = True

from byteGpt import CONTEXT, ByteGPT  # noqa: E402
from plateau_recorder import PlateauRecorder  # noqa: E402
from trainCollapse import corpus  # noqa: E402

CLI = os.environ.get("PLATEAU_CLI", str(ROOT / "dist" / "cli.js"))
BATCH = 16
TOKENS = BATCH * CONTEXT
WARM_UP = 10
PRETRAINING_STEPS = 2000
PRETRAINING_RATE = 2e-3
MEASURED_BATCHES = 5
SHARE = 0.2
FULL_STEPS = 150  # the compute of all arms, in steps of full tuning
RATES = (1e-3, 2e-3, 4e-3, 8e-3)
TUNING_SEED = 0
SEEDS = (1, 2, 3)
RANDOM_CHOICES = 4
EVALUATIONS = 10
EVALUATED_SEQUENCES = 256


class Texts(NamedTuple):
    """Bytes of the distribution that is tuned to."""

    train: Tensor
    validation: Tensor  # what learning rates are chosen by
    test: Tensor  # what is reported


class Arm(NamedTuple):
    name: str
    modules: Sequence[str]
    spent: int = 0  # FLOPs before the first step


class Point(NamedTuple):
    flops: int
    step: int
    loss: float


class Outcome(NamedTuple):
    points: Sequence[Point]
    seconds: float  # of the processor, training alone
    rows: Sequence[dict[str, float]]


def prose() -> Texts:
    """The reference in pieces of 8 KiB, every tenth for validation and every tenth for the test; paragraphs that topics share stand once."""
    paragraphs = dict.fromkeys(paragraph for name in sorted(topics) for paragraph in topics[name].split("\n\n"))
    text = torch.frombuffer(bytearray("\n\n".join(paragraphs).encode()), dtype=torch.uint8)
    pieces = text.split(8192)
    held_out = {3: "validation", 8: "test"}
    parts = {part: torch.cat([piece for i, piece in enumerate(pieces) if held_out.get(i % 10, "train") == part]) for part in Texts._fields}
    return Texts(**parts)


def batches(data: Tensor, seed: int) -> Iterator[Tensor]:
    """[BATCH, CONTEXT + 1] bytes, without end."""
    generator = torch.Generator().manual_seed(seed)
    while True:
        starts = torch.randint(len(data) - CONTEXT - 1, (BATCH, 1), generator=generator)
        yield data[starts + torch.arange(CONTEXT + 1)].long()


@torch.no_grad()
def evaluated(model: ByteGPT, data: Tensor) -> float:
    """Loss over sequences that are spread evenly and are the same at each call."""
    starts = torch.linspace(0, len(data) - CONTEXT - 1, EVALUATED_SEQUENCES).long()
    return float(model(data[starts[:, None] + torch.arange(CONTEXT + 1)].long()))


def optimizer_for(model: ByteGPT, rate: float) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, rate, weight_decay=0.0)
    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, (step + 1) / WARM_UP))


def pretrained() -> ByteGPT:
    torch.manual_seed(0)
    model = ByteGPT()
    optimizer, schedule = optimizer_for(model, PRETRAINING_RATE)
    for _, batch in zip(range(PRETRAINING_STEPS), batches(corpus(), seed=0)):
        model(batch).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
    return model


def measured(model: ByteGPT, data: Tensor, folder: Path) -> None:
    """Records the gradients of batches and of the samples in them at the weights that tuning starts from."""
    with PlateauRecorder(model, folder, every=1, eigenvalue_width=0, tokens_per_step=TOKENS) as recorder:
        for step, batch in zip(range(MEASURED_BATCHES), batches(data, seed=TUNING_SEED)):
            model.zero_grad()
            loss = model(batch)
            loss.backward()
            recorder.step(loss)
            recorder.measure_samples((f"{step}-{row}" for row in range(BATCH)), batch, lambda model, text: model(text[None]))
    model.zero_grad()


def plateau(*words: str) -> str:
    return subprocess.run(["node", CLI, *words], check=True, capture_output=True, text=True).stdout


def arms_from(blueprint: Path, flops_of_full: int) -> list[Arm]:
    modules = json.loads(blueprint.read_text())["submodules"]
    chosen = json.loads(plateau("select", str(blueprint), "--budget", str(SHARE), "--json"))["names"]
    sizes = {module["name"]: module["parameters"] for module in modules}
    size = sum(sizes[name] for name in chosen)
    spent = MEASURED_BATCHES * flops_of_full
    faintest_first = [module["name"] for module in sorted(modules, key=lambda one: one["gradNormPerSqrtParam"])]
    return [
        Arm("full", list(sizes)),
        Arm("blueprint", chosen, spent),
        *(Arm(f"random-{seed}", random_choice(sizes, size, seed)) for seed in range(1, RANDOM_CHOICES + 1)),
        Arm("least", within(faintest_first, sizes, size), spent),
    ]


def random_choice(sizes: dict[str, int], size: int, seed: int) -> list[str]:
    """Every module with the same probability, drawn again until together they have 95 to 100 % of the size."""
    draw = random.Random(seed)
    while True:
        chosen = [name for name in sizes if draw.random() < SHARE]
        if 0.95 * size <= sum(sizes[name] for name in chosen) <= size:
            return chosen


def within(names: Sequence[str], sizes: dict[str, int], size: int) -> list[str]:
    """In their order, passing over those that do not fit any more."""
    chosen: list[str] = []
    for name in names:
        if sum(sizes[one] for one in chosen) + sizes[name] <= size:
            chosen.append(name)
    return chosen


def only(model: ByteGPT, modules: Sequence[str]) -> ByteGPT:
    """A copy of which only these modules are trained."""
    model = copy.deepcopy(model)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.rpartition(".")[0] in modules)
    return model


def step_flops(model: ByteGPT) -> int:
    """Of the matrix products that one step really does: none for weights that are not trained, none below the first that is."""
    batch = torch.zeros(BATCH, CONTEXT + 1, dtype=torch.long)
    with FlopCounterMode(display=False) as counter, sdpa_kernel(SDPBackend.MATH):
        model(batch).backward()
    model.zero_grad()
    return counter.get_total_flops()


def tuned(start: ByteGPT, arm: Arm, rate: float, data: Tensor, seed: int, budget: int, held_out: Tensor, evaluations: int) -> Outcome:
    """Trains until the compute is spent; losses on what is held out each time another part of it is."""
    model = only(start, arm.modules)
    each = step_flops(model)
    optimizer, schedule = optimizer_for(model, rate)
    flops, seconds, points, rows = arm.spent, 0.0, [], []
    for step, batch in enumerate(batches(data, seed), 1):
        began = time.process_time()
        loss = model(batch)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        seconds += time.process_time() - began
        flops += each
        row = {"step": step, "loss": round(loss.item(), 4), "learning_rate": schedule.get_last_lr()[0], "tokens": step * TOKENS,
               "flops": flops, "elapsed": round(seconds, 3)}
        schedule.step()
        if flops >= (len(points) + 1) / evaluations * budget:
            points.append(Point(flops, step, evaluated(model, held_out)))
            row["eval_loss"] = round(points[-1].loss, 4)
        rows.append(row)
        if len(points) == evaluations:
            return Outcome(points, seconds, rows)
    raise AssertionError("batches have no end")


def best_rate(start: ByteGPT, arm: Arm, texts: Texts, budget: int) -> tuple[float, list[float]]:
    losses = [tuned(start, arm, rate, texts.train, TUNING_SEED, budget, texts.validation, 1).points[-1].loss for rate in RATES]
    return RATES[losses.index(min(losses))], losses


def write_run(folder: Path, arm: Arm, rate: float, outcome: Outcome) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in outcome.rows))
    settings = {"output_dir": f"runs/{folder.name}", "max_steps": outcome.points[-1].step, "learning_rate": rate,
                "lr_scheduler_type": "constant_with_warmup", "warmup_steps": WARM_UP, "per_device_train_batch_size": BATCH}
    lines = ["# ByteGPT of Python's library, tuned to its reference.", *(f"{key}: {value}" for key, value in settings.items()),
             "trainable_modules:", *(f"  - {name}" for name in arm.modules)]
    (folder / "training_args.yaml").write_text("\n".join(lines) + "\n")


def main(runs: Path) -> None:
    torch.set_num_threads(1)
    texts = prose()
    began = time.process_time()
    start = pretrained()
    print(f"pretrained in {time.process_time() - began:.0f} s: {evaluated(start, texts.test):.4f} on the test before tuning", flush=True)
    folder = runs / "finetune-measure"
    (folder / "plateau-statistics.jsonl").unlink(missing_ok=True)
    measured(start, texts.train, folder)
    blueprint = folder / "prose.blueprint.json"
    print(plateau("blueprint", str(folder), "-o", str(blueprint)))
    flops_of_full = step_flops(start)
    table = [row for arm in arms_from(blueprint, flops_of_full) for row in trained(start, arm, texts, FULL_STEPS * flops_of_full, runs)]
    with open(runs.parent / "finetune.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, table[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    print(f"{time.process_time() - began:.0f} s of one core in all")


def trained(start: ByteGPT, arm: Arm, texts: Texts, budget: int, runs: Path) -> list[dict[str, Any]]:
    """A row for each seed; the run of the first is written."""
    rate, losses = best_rate(start, arm, texts, budget)
    outcomes = [tuned(start, arm, rate, texts.train, seed, budget, texts.test, EVALUATIONS) for seed in SEEDS]
    write_run(runs / f"finetune-{arm.name}", arm, rate, outcomes[0])
    parameters = sum(parameter.numel() for parameter in only(start, arm.modules).parameters() if parameter.requires_grad)
    rows = [{
        "arm": arm.name, "seed": seed, "rate": rate, "parameters": parameters, "steps": outcome.points[-1].step,
        "GFLOP a step": round((outcome.points[-1].flops - arm.spent) / outcome.points[-1].step / 1e9, 3),
        "seconds a step": round(outcome.seconds / outcome.points[-1].step, 4),
        **{f"at {(i + 1) * 100 // EVALUATIONS} %": round(point.loss, 4) for i, point in enumerate(outcome.points)},
    } for seed, outcome in zip(SEEDS, outcomes)]
    ends = [outcome.points[-1].loss for outcome in outcomes]
    validation = ", ".join(f"{rate:g}: {loss:.4f}" for rate, loss in zip(RATES, losses))
    print(f"{arm.name}: {statistics.mean(ends):.4f} ± {statistics.stdev(ends):.4f} at {rate:g} (validation {validation})", *arm.modules, flush=True)
    return rows


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "samples" / "runs")
