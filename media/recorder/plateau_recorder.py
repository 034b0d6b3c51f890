"""Plateau's training-loop recorder. One file; needs only PyTorch 2.1 or newer.

A plain loop:

    recorder = PlateauRecorder(model, "runs/mine", every=200, optimizer=optimizer)
    for batch in batches:
        loss = model(batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if recorder.step(loss):      # true once a stop was asked for
            break
    recorder.close()

What single samples do to the model, for choosing data (a forward and a backward pass for each, whenever it suits):

    recorder.measure_samples(ids, samples, lambda model, sample: model(sample))

Hugging Face: Trainer(..., callbacks=[hugging_face_callback("runs/mine")]).
Lightning: Trainer(..., callbacks=[lightning_callback("runs/mine")]).

What is written, into runs/mine/plateau-statistics.jsonl (append-only, one JSON object a line):
- each step: loss, learning rate, tokens, time, and the gradient norm before clipping;
- every `every` steps, for each feed-forward layer: the eigenvalues of the covariance of the activations before ("pre": output
  of the gate projection where there is one, else of the up projection) and after the nonlinearity ("post": input of the
  down projection, thus after dropout if the model drops there); and the gradient norm of each module.

How it is measured:
- A covariance is taken over 10 rows per unit of width. Where one step has fewer tokens, the rows come from the last steps up
  to the recorded one (at most `every`), during which the weights move a little; `tokens` says how many rows there were. Where a
  step has more, rows are taken evenly over it. Padding counts as rows. The first record is written as soon as it is full.
- Forward hooks exist only in those steps. A compiled model runs uncompiled there (torch.compiler.set_stance), so that its
  compiled graph holds no trace of the recorder. Evaluation (model.eval()) and the recomputation of activation checkpoints
  are left out.
- Gradient norms are taken when a backward pass ends, hence of the gradient accumulated so far, after DDP has averaged it and
  before anything clips it. Give `scaler` when a GradScaler scales the loss.
- With DDP or FSDP make a recorder in every process: the first one writes (its own tokens), and all of them stop at the same step. Where
  gradients are sharded (FSDP, DTensor) each process measures its part, and `step` adds the parts up, once for all modules.
- An error in the recorder switches it off, is printed once and written down; training goes on.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import math
import os
import re
import sys
import time
import traceback
from typing import Any, Callable, Iterable, Iterator, NamedTuple, Sequence

import torch
from torch import Tensor, nn

__version__ = "0.1.0"
__all__ = ["PlateauRecorder", "find_feed_forwards", "hugging_face_callback", "lightning_callback"]

STATISTICS_NAME = "plateau-statistics.jsonl"
STOP_NAME = "plateau-stop"


def _guarded(method: Callable) -> Callable:
    """A method of the recorder from which no error reaches the training loop."""

    @functools.wraps(method)
    def guarded(self: "PlateauRecorder", *args: Any, **options: Any) -> Any:
        if not self._active:
            return None
        try:
            return method(self, *args, **options)
        except Exception as error:
            self._switch_off(error)
            return None

    return guarded


class PlateauRecorder:
    """Records a training run for Plateau. See the head of this file for what, how and when.

    model: the module that is trained, wrapped (DDP, torch.compile) or not.
    folder: where plateau-statistics.jsonl is appended to and plateau-stop is looked for.
    every: steps between two records of spectra and of gradient norms by module.
    log_every: steps between two training lines. Each waits for the device once; 10 is kinder to a fast GPU.
    optimizer, scaler: to read the learning rate and the loss scale from.
    layers: pairs of module names (before, after the nonlinearity) in place of those that are found.
    max_grad_norm, tokens_per_step: written down as they are, where known.
    resume_step: steps already done by the run that is resumed.
    rows_per_width: rows of a covariance per unit of its width.
    eigenvalue_width: the widest layer whose eigenvalues are written; above it their moments are (about 9 bytes an eigenvalue).
    eigenvalues_every: steps between two records with eigenvalues, the others having moments; each record has them by default.
    max_bytes: memory for covariances; where all layers together need more, they take turns.
    dtype: of the covariances. float64, or float32 where the device has nothing better.
    about: what else to say of the model in the header, for example {"normalisation": "Post-LN"}.
    save: called once when a stop was asked for, to write the last checkpoint.
    """

    def __init__(
        self,
        model: nn.Module,
        folder: str | os.PathLike,
        every: int = 200,
        *,
        log_every: int = 1,
        optimizer: Any = None,
        scaler: Any = None,
        layers: Sequence[tuple[str, str]] | None = None,
        max_grad_norm: float | None = None,
        tokens_per_step: int | None = None,
        resume_step: int = 0,
        rows_per_width: int = 10,
        eigenvalue_width: int = 8192,
        eigenvalues_every: int = 1,
        max_bytes: int = 2 << 30,
        dtype: torch.dtype = torch.float64,
        about: dict[str, Any] | None = None,
        save: Callable[[], Any] | None = None,
    ) -> None:
        if min(every, log_every, eigenvalues_every, rows_per_width) < 1:
            raise ValueError("every, log_every, eigenvalues_every and rows_per_width must be at least 1.")
        self.folder = os.fspath(folder)
        self.steps = self._resumed = resume_step
        self.should_stop = False
        self._every = every
        self._log_every = log_every
        self._max_grad_norm = max_grad_norm
        self._tokens_per_step = tokens_per_step
        self._tokens = (tokens_per_step or 0) * resume_step
        self._eigenvalue_width = eigenvalue_width
        self._eigenvalues_every = eigenvalues_every
        self._save = save
        self._active = True
        self._closed = False
        self._first_record = True
        self._sizes_written = False
        self._journal: _Journal | None = None
        self._window: _Window | None = None
        self._gradients: _GradientNorms | None = None
        self._stopwatch = _Stopwatch()
        self._device = _device(model)
        self._stop = _StopSignal(os.path.join(self.folder, STOP_NAME), self._device)
        self._learning_rate = _LearningRate(optimizer)
        self._is_sharded = _is_sharded(model)
        shards = _flat_shards(model)
        self._model = model = _unwrapped(model)
        feed_forwards = find_feed_forwards(model, layers)
        if self._is_sharded and _is_distributed():
            self._gradients = _ShardedGradientNorms(model, scaler, self._hook_guard, shards)
            self._gradients.wanted = lambda: self._shares_at(self.steps + 1)
        if _rank() == 0:
            self._begin(model, feed_forwards, scaler, rows_per_width, max_bytes, dtype, _header(model, feed_forwards, optimizer, about, shards))
        else:
            self._active = False

    def step(self, loss: Any = None, *, learning_rate: float | None = None, tokens: int | None = None) -> bool:
        """Say that an optimizer step is done. Returns whether training should stop now.

        loss: of this step; a tensor, a number, or the list of its micro-batches' losses. Without it no training line is written.
        tokens: in this step, over all processes; else tokens_per_step holds.
        """
        self.steps += 1
        if isinstance(self._gradients, _ShardedGradientNorms) and self._shares_at(self.steps):
            self._share(self._gradients)
        self._advance(loss, learning_rate, tokens)
        if not self.should_stop and self.steps % self._log_every == 0:
            self._look_for_stop()
        return self.should_stop

    @_guarded
    def log(self, loss: Any, *, learning_rate: float | None = None, tokens: int | None = None, grad_norm: float | None = None) -> None:
        """Write a training line for the present step by hand. tokens: seen since the start."""
        with self._stopwatch.running():
            self._journal.write({
                "kind": "training",
                "step": self.steps,
                "loss": _mean(loss),
                "learningRate": self._learning_rate.value() if learning_rate is None else float(learning_rate),
                "tokens": tokens,
                "time": round(time.time(), 3),
                "gradNorm": self._gradients.total() if grad_norm is None else float(grad_norm),
                "maxGradNorm": self._max_grad_norm,
            })

    @_guarded
    def samples(self, ids: Iterable[Any], losses: Iterable[Any] | None = None, grad_norms: Iterable[Any] | None = None,
                module_grad_norms: dict[str, Iterable[Any]] | None = None) -> None:
        """Write losses and/or gradient norms of single samples of the present step; those by module have a value for each sample."""
        with self._stopwatch.running():
            line = {"kind": "samples", "step": self.steps, "ids": _plain(ids)}
            if losses is not None:
                line["losses"] = _floats(losses)
            if grad_norms is not None:
                line["gradNorms"] = _floats(grad_norms)
            if module_grad_norms is not None:
                line["moduleGradNorms"] = {module: _floats(norms) for module, norms in module_grad_norms.items()}
            self._journal.write(line)

    @_guarded
    def measure_samples(self, ids: Iterable[Any], samples: Iterable[Any], loss_of: Callable[[nn.Module, Any], Tensor], *,
                        by_module: bool = True) -> None:
        """Measure and write the loss and the gradient norm of single samples at the present weights, without dropout.

        A forward and a backward pass for each sample; gradients that are accumulated stay as they are.
        loss_of: the loss of one sample, not scaled, from the model (without DDP and compilation) and the sample.
        by_module: also the norm in each module, for choosing modules and samples together.
        """
        if self._is_sharded:
            self._write_error("no gradients of single samples: the model is sharded over processes.")
            return
        with self._stopwatch.running(self._device), _evaluating(self._model), torch.enable_grad():
            measured = [self._gradients.of(loss_of(self._model, sample)) for sample in samples]
        modules = list(dict.fromkeys(module for _, norms in measured for module in norms))
        self.samples(
            ids, [loss for loss, _ in measured], [_rounded(math.hypot(*norms.values())) for _, norms in measured],
            {module: [norms.get(module, 0.0) for _, norms in measured] for module in modules} if by_module else None)

    def close(self, reason: str | None = None) -> None:
        """Write the last line, print the overhead and take every hook away. Done at exit if not before."""
        if self._closed:
            return
        self._closed = True
        self._finish(reason or ("stop file" if self.should_stop else "finished"))
        self._detach()

    def __enter__(self) -> "PlateauRecorder":
        return self

    def __exit__(self, kind: type | None, *_: Any) -> None:
        self.close(None if kind is None else "exception")

    @_guarded
    def _begin(self, model: nn.Module, feed_forwards: list["FeedForward"], scaler: Any, rows_per_width: int, max_bytes: int,
               dtype: torch.dtype, header: dict[str, Any]) -> None:
        os.makedirs(self.folder, exist_ok=True)
        self._journal = _Journal(os.path.join(self.folder, STATISTICS_NAME))
        self._journal.write({
            "kind": "header", "schema": "plateau-statistics", "version": 1, "recorder": __version__,
            "started": round(time.time(), 3), "every": self._every, "model": header,
        })
        if not feed_forwards:
            self._say(_no_layers(model))
        if self._gradients is None:
            self._gradients = _GradientNorms(model, scaler, self._hook_guard)
            self._gradients.wanted = self._measures_next
        self._window = _Window(feed_forwards, rows_per_width, max_bytes, dtype, self._hook_guard)
        if self._window.turns > 1:
            self._say(f"the layers take {self._window.turns} turns, for their covariances need more than max_bytes together.")
        self._window.open()
        atexit.register(self._at_exit)

    @_guarded
    def _advance(self, loss: Any, learning_rate: float | None, tokens: int | None) -> None:
        is_logged = loss is not None and self.steps % self._log_every == 0
        with self._stopwatch.running(self._device if is_logged else None):
            step_tokens = self._tokens_per_step if tokens is None else tokens
            self._tokens += step_tokens or 0
            if is_logged:
                self.log(loss, learning_rate=learning_rate, tokens=None if step_tokens is None else self._tokens)
            self._window.end_step()
            if self._is_record_step():
                self._record()
            if not self._window.is_open and self._next_record() - self.steps <= self._window.steps_needed(self._every):
                self._window.open()
            self._gradients.forget()

    def _is_record_step(self) -> bool:
        return self.steps % self._every == 0 or (self._first_record and self._window.is_full())

    def _next_record(self) -> int:
        return (self.steps // self._every + 1) * self._every

    def _measures_next(self) -> bool:
        """Whether gradient norms of the step under way will be written."""
        return (self.steps + 1) % self._log_every == 0 or self._window.is_open

    def _shares_at(self, step: int) -> bool:
        """Whether the processes add up their parts of the gradients; the answer is the same in all of them."""
        return step % self._log_every == 0 or step % self._every == 0

    def _share(self, gradients: "_ShardedGradientNorms") -> None:
        """Also where this recorder has been switched off: the other processes would wait for it."""
        try:
            if self._stop.together():
                gradients.share()
        except Exception as error:
            self._switch_off(error)

    def _record(self) -> None:
        with self._stopwatch.running(self._device):
            for spectrum in self._window.take():
                self._write_spectrum(spectrum)
            norms = self._gradients.by_module()
            if norms:
                line = {"kind": "gradients", "step": self.steps, "norms": norms, "total": self._gradients.total()}
                if not self._sizes_written:
                    line["parameters"] = self._gradients.parameters()
                self._sizes_written = True
                self._journal.write(line)
        self._first_record = False
        self._journal.write({"kind": "overhead", "step": self.steps, "share": _rounded(self._stopwatch.share())})

    def _write_spectrum(self, spectrum: "Spectrum") -> None:
        layer = spectrum.layer
        if spectrum.values is None:
            self._write_error(f"no spectrum of {layer.name} ({spectrum.site}): {spectrum.problem}")
            return
        line = {"kind": "spectrum", "step": self.steps, "layer": layer.layer, "name": layer.name, "site": spectrum.site,
                "width": len(spectrum.values), "tokens": spectrum.tokens}
        if len(spectrum.values) <= self._eigenvalue_width and self.steps % self._eigenvalues_every == 0:
            line["eigenvalues"] = [_rounded(value) for value in spectrum.values.tolist()]
        else:
            line["moments"] = _moments(spectrum)
        self._journal.write(line)

    def _look_for_stop(self) -> None:
        try:
            self.should_stop = self._stop.asked()
            if self.should_stop and self._save is not None:
                self._save()
        except Exception as error:
            self._switch_off(error)

    @contextlib.contextmanager
    def _hook_guard(self, device: torch.device | None = None) -> Iterator[None]:
        """Around the work of a hook: timed, and no error gets out of it."""
        try:
            with self._stopwatch.running(device), torch.no_grad():
                yield
        except Exception as error:
            self._switch_off(error)

    def _switch_off(self, error: Exception) -> None:
        self._active = False
        self._say(f"recording is switched off, training goes on. {type(error).__name__}: {error}")
        traceback.print_exc(file=sys.stderr)
        with contextlib.suppress(Exception):  # the disk may be full; what went wrong has been printed
            self._write_error(f"recording switched off: {type(error).__name__}: {error}")
        self._detach()

    def _write_error(self, message: str) -> None:
        if self._journal is not None:
            self._journal.write({"kind": "error", "step": self.steps, "message": message})

    @_guarded
    def _finish(self, reason: str) -> None:
        self._journal.write({"kind": "overhead", "step": self.steps, "share": _rounded(self._stopwatch.share())})
        self._journal.write({"kind": "end", "step": self.steps, "reason": reason, "time": round(time.time(), 3)})
        self._say(f"{self._stopwatch} went into recording {self.steps - self._resumed} steps to {self._journal.path}.")

    def _detach(self) -> None:
        for part in (self._window, self._gradients, self._learning_rate, self._journal):
            if part is not None:
                part.close()
        atexit.unregister(self._at_exit)

    def _at_exit(self) -> None:
        self.close("exception" if getattr(sys, "last_value", None) is not None else None)

    def _say(self, message: str) -> None:
        print(f"Plateau: {message}", file=sys.stderr, flush=True)


def hugging_face_callback(folder: str | None = None, every: int = 200, **options: Any) -> Any:
    """A callback for transformers.Trainer; `folder` is its output_dir by default, `options` go to PlateauRecorder.

    Training lines come with the Trainer's own logs (logging_steps), whose loss is right under gradient accumulation.
    """
    from transformers import TrainerCallback

    class PlateauCallback(TrainerCallback):
        recorder: PlateauRecorder | None = None

        def on_train_begin(self, args: Any, state: Any, control: Any, model: Any = None, optimizer: Any = None, **_: Any) -> None:
            given = {"optimizer": optimizer, "scaler": getattr(optimizer, "scaler", None),
                     "max_grad_norm": args.max_grad_norm or None, "resume_step": state.global_step}
            self.recorder = PlateauRecorder(model, folder or args.output_dir, every, **{**given, **options})

        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> Any:
            if self.recorder.step():
                control.should_training_stop = True
                control.should_save = True
            return control

        def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **_: Any) -> None:
            if not logs or "loss" not in logs:
                return
            tokens = getattr(state, "num_input_tokens_seen", 0) or None
            self.recorder.log(logs["loss"], learning_rate=logs.get("learning_rate"), tokens=tokens, grad_norm=logs.get("grad_norm"))

        def on_train_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            self.recorder.close()

    return PlateauCallback()


def lightning_callback(folder: str | None = None, every: int = 200, **options: Any) -> Any:
    """A callback for Lightning's Trainer; `folder` is its default_root_dir by default, `options` go to PlateauRecorder.

    A stop that was asked for writes plateau-stop.ckpt beside the statistics.
    """
    try:
        from lightning.pytorch.callbacks import Callback
    except ImportError:
        from pytorch_lightning.callbacks import Callback

    class PlateauCallback(Callback):
        recorder: PlateauRecorder | None = None
        losses: tuple[Tensor, ...] = ()
        steps = 0

        def on_train_start(self, trainer: Any, pl_module: Any) -> None:
            where = folder or trainer.default_root_dir
            self.steps = trainer.global_step
            given = {"optimizer": trainer.optimizers[0] if trainer.optimizers else None,
                     "scaler": getattr(trainer.precision_plugin, "scaler", None),
                     "max_grad_norm": None if trainer.gradient_clip_algorithm == "value" else trainer.gradient_clip_val, "resume_step": trainer.global_step,
                     "save": lambda: trainer.save_checkpoint(os.path.join(where, "plateau-stop.ckpt"))}
            self.recorder = PlateauRecorder(pl_module, where, every, **{**given, **options})

        def on_train_batch_end(self, trainer: Any, pl_module: Any, outputs: Any, batch: Any, batch_idx: int) -> None:
            loss = outputs.get("loss") if isinstance(outputs, dict) else outputs
            self.losses += () if loss is None else (loss.detach(),)
            if trainer.global_step == self.steps:
                return  # gradients are still being accumulated
            self.steps = trainer.global_step
            # Lightning has divided each loss by the number of micro-batches.
            loss = torch.stack(self.losses).sum() if self.losses else None
            self.losses = ()
            if self.recorder.step(loss):
                trainer.should_stop = True

        def on_train_end(self, trainer: Any, pl_module: Any) -> None:
            self.recorder.close()

    return PlateauCallback()


class FeedForward(NamedTuple):
    """A feed-forward layer: `up` is the module before its nonlinearity, `down` the one after it."""

    layer: int
    name: str
    up: nn.Module
    down: nn.Module
    width: int


class Spectrum(NamedTuple):
    """Eigenvalues of one site, descending; None with a problem where there are none."""

    layer: FeedForward
    site: str
    tokens: int
    values: Tensor | None
    problem: str = ""
    partner: Tensor | None = None


# Names of the projection whose output enters the nonlinearity, and of the one after it, as common architectures have them.
_KNOWN_PAIRS = (
    ("gate_proj", "down_proj"), ("gate_up_proj", "down_proj"), ("up_proj", "down_proj"), ("c_fc", "c_proj"),
    ("fc1", "fc2"), ("fc1_g", "fc2"), ("fc_in", "fc_out"), ("fc_1", "proj"), ("fc", "proj"), ("ff_proj", "ff_out"),
    ("w1", "w2"), ("w12", "w3"), ("wi_0", "wo"), ("wi", "wo"),
    ("linear1", "linear2"), ("linear_fc1", "linear_fc2"), ("lin1", "lin2"), ("dense_h_to_4h", "dense_4h_to_h"),
    ("intermediate.dense", "output.dense"), ("intermediate_dense", "output_dense"),
)


def find_feed_forwards(model: nn.Module, layers: Sequence[tuple[str, str]] | None = None) -> list[FeedForward]:
    """The feed-forward layers of a model: those named, else by the common names, else by shape (d → D → d with D ≠ d)."""
    model = _unwrapped(model)
    if layers is not None:
        modules = {_clean(name): module for name, module in model.named_modules()}
        missing = [name for pair in layers for name in pair if name not in modules]
        if missing:
            raise ValueError(f"The model has no module {missing[0]!r}, which layers names.")
        pairs = [(up, modules[up], down, modules[down]) for up, down in layers]
    else:
        pairs = [pair for name, parent in _containers(model, "") for pair in _pair_in(name, parent)]
    names = [_common_path(up, down) for up, _, down, _ in pairs]
    return [
        FeedForward(layer, name, up, down, _features(down)[0])
        for layer, name, (_, up, _, down) in zip(_layer_numbers(names), names, pairs)
    ]


def _no_layers(model: nn.Module) -> str:
    """Why there will be no spectra, and what to do."""
    stacked = any("expert" in name and parameter.dim() == 3 for name, parameter in model.named_parameters())
    if stacked:
        return "no spectra will be recorded, for the experts are stacked in one tensor each and are no modules whose activations could be seen."
    return "no feed-forward layers were found, so no spectra will be recorded; name them with layers=[(up, down), …]."


def _containers(module: nn.Module, name: str) -> Iterator[tuple[str, nn.Module]]:
    """Modules that are not linear themselves, so that the parts of an adapter or of a quantised layer are not looked at."""
    if _features(module) is not None:
        return
    yield name, module
    for child_name, child in module.named_children():
        yield from _containers(_unwrapped(child), f"{name}.{child_name}" if name else child_name)


def _pair_in(name: str, parent: nn.Module) -> list[tuple[str, nn.Module, str, nn.Module]]:
    found = _named_pair(parent) or _shaped_pair(name, parent)
    if found is None:
        return []
    up, down = found
    path = lambda part: _clean(f"{name}.{part}" if name else part)  # noqa: E731
    return [(path(up), parent.get_submodule(up), path(down), parent.get_submodule(down))]


def _named_pair(parent: nn.Module) -> tuple[str, str] | None:
    for up, down in _KNOWN_PAIRS:
        if _fits(_submodule(parent, up), _submodule(parent, down)):
            return up, down
    return None


def _fits(up: nn.Module | None, down: nn.Module | None) -> bool:
    """Whether up: d → D or 2D (gate and value in one matrix) and down: D → d."""
    first, second = _features(up), _features(down)
    return first is not None and second is not None and first[0] == second[1] and first[1] in (second[0], 2 * second[0])


def _shaped_pair(name: str, parent: nn.Module) -> tuple[str, str] | None:
    if re.search("attn|attention|lora", name, re.IGNORECASE):
        return None
    linear = [(part, child) for part, child in parent.named_children() if _features(child) is not None]
    if not 2 <= len(linear) <= 3:
        return None
    last_name, last = linear[-1]
    width, hidden = _features(last)
    ups = [part for part, child in linear[:-1] if _features(child) == (hidden, width)]
    if width == hidden or len(ups) != len(linear) - 1:
        return None
    return next((part for part in ups if "gate" in part.lower()), ups[0]), last_name


def _features(module: nn.Module | None) -> tuple[int, int] | None:
    """Inputs and outputs of a linear layer (also an adapted or quantised one, or a Conv1D as GPT-2 has it), else None."""
    if module is None:
        return None
    sizes = getattr(module, "in_features", None), getattr(module, "out_features", None)
    if all(isinstance(size, int) for size in sizes):
        return sizes
    weight = getattr(module, "weight", None)
    if type(module).__name__ == "Conv1D" and isinstance(weight, Tensor) and weight.dim() == 2:
        return tuple(weight.shape)
    return None


def _submodule(parent: nn.Module, path: str) -> nn.Module | None:
    try:
        return parent.get_submodule(path)
    except AttributeError:
        return None


def _common_path(first: str, second: str) -> str:
    return ".".join(os.path.commonprefix([first.split("."), second.split(".")])) or first


def _layer_numbers(names: Sequence[str]) -> list[int]:
    """The block number in each name; the order found where there is none or two layers share one (experts do share it)."""
    found = [re.search(r"(?:^|\.)(\d+)(?:\.|$)", name) for name in names]
    numbers = [int(match.group(1)) for match in found if match]
    shared = len(set(numbers)) < len(numbers) and not any("expert" in name for name in names)
    return list(range(len(names))) if len(numbers) < len(names) or shared else numbers


class _Covariance:
    """Streaming covariance of rows of one width: mean and scatter about it, joined chunk by chunk (Chan et al. 1979)."""

    def __init__(self, capacity: int, dtype: torch.dtype) -> None:
        self.count = 0
        self._capacity = capacity
        self._dtype = dtype
        self._mean: Tensor | None = None
        self._scatter: Tensor | None = None
        self._values: Tensor | None = None

    def is_full(self) -> bool:
        return self.count >= self._capacity

    def add(self, rows: Tensor) -> None:
        """rows: [n, width]; of more than there is room for, evenly spaced ones are taken."""
        room = self._capacity - self.count
        if len(rows) > room:
            rows = rows[torch.linspace(0, len(rows) - 1, room, device=rows.device).round().long()]
        chunk = max(1, (64 << 20) // (8 * rows.shape[1]))
        for part in rows.split(chunk):
            self._join(part)
        if self.is_full():
            self._values = self._solve()

    def eigenvalues(self) -> Tensor | None:
        """On the CPU, descending, not below 0; None where activations were not finite or fewer than two."""
        return self._solve() if self._values is None else self._values

    def _join(self, rows: Tensor) -> None:
        rows = rows.to(self._dtype if rows.device.type != "mps" else torch.float32)
        n, width = rows.shape
        if self._scatter is None:
            self._mean = rows.new_zeros(width)
            self._scatter = rows.new_zeros(width, width)
        mean = rows.mean(0)
        rows = rows - mean
        delta = mean - self._mean
        # Only the lower triangle, in blocks of columns: it is all that eigvalsh reads.
        for start in range(0, width, _BLOCK):
            self._scatter[start:, start : start + _BLOCK].addmm_(rows[:, start:].T, rows[:, start : start + _BLOCK])
        self._scatter.addr_(delta, delta, alpha=self.count * n / (self.count + n))
        self.count += n
        self._mean += delta * (n / self.count)

    def _solve(self) -> Tensor | None:
        scatter, self._scatter = self._scatter, None
        if scatter is None or self.count < 2 or not bool(torch.isfinite(scatter).all()):
            return None
        scatter = scatter.cpu().double() if scatter.device.type == "mps" else scatter.double()
        return torch.linalg.eigvalsh(scatter / (self.count - 1)).flip(0).clamp(min=0).cpu()


_BLOCK = 256


class _Window:
    """Collects the covariances of feed-forward layers over the forward passes while it is open."""

    def __init__(self, layers: Sequence[FeedForward], rows_per_width: int, max_bytes: int, dtype: torch.dtype,
                 guard: Callable) -> None:
        self.is_open = False
        self._groups = _groups(layers, max_bytes)
        self._rows_per_width = rows_per_width
        self._dtype = dtype
        self._guard = guard
        self._turn = 0
        self._rows_this_step: dict[str, int] = {}
        self._rows_per_step = 0
        self._sites: dict[tuple[FeedForward, str], _Covariance] = {}
        self._handles: list[Any] = []
        self._stance: Any = None

    @property
    def turns(self) -> int:
        return len(self._groups)

    def is_full(self) -> bool:
        return all(site.is_full() for site in self._sites.values())

    def steps_needed(self, most: int) -> int:
        if self._rows_per_step == 0 or not self._groups:
            return 1
        rows = max(self._capacity(layer) for layer in self._group())
        return min(most, math.ceil(rows / self._rows_per_step))

    def open(self) -> None:
        self.is_open = True
        if not self._groups:
            return
        self._sites = {(layer, site): _Covariance(self._capacity(layer), self._dtype)
                       for layer in self._group() for site in ("pre", "post")}
        for layer in self._group():
            self._handles.append(layer.up.register_forward_hook(_Tap(self._see, layer, "pre")))
            self._handles.append(layer.down.register_forward_pre_hook(_Tap(self._see, layer, "post")))
        self._run_uncompiled()

    def take(self) -> list[Spectrum]:
        """The spectra of what was collected; closes the window."""
        found = {key: (site.count, site.eigenvalues()) for key, site in self._sites.items()}
        self.close()
        self._turn += 1
        return [
            Spectrum(layer, site, count, values, _problem(count), found[layer, "pre"][1])
            for (layer, site), (count, values) in found.items()
        ]

    def end_step(self) -> None:
        if self._rows_this_step:
            self._rows_per_step = max(self._rows_this_step.values())
        self._rows_this_step = {}

    def close(self) -> None:
        self.is_open = False
        self._sites = {}
        for handle in self._handles:
            handle.remove()
        self._handles = []
        if self._stance is not None:
            self._stance.__exit__(None, None, None)
            self._stance = None

    def _group(self) -> Sequence[FeedForward]:
        return self._groups[self._turn % len(self._groups)]

    def _capacity(self, layer: FeedForward) -> int:
        return self._rows_per_width * layer.width

    def _run_uncompiled(self) -> None:
        set_stance = getattr(torch.compiler, "set_stance", None)  # since 2.6
        if set_stance is not None:
            self._stance = set_stance("force_eager")

    def _see(self, layer: FeedForward, site: str, args: tuple, output: Any) -> None:
        # A forward pass inside a backward pass recomputes what was seen before.
        if not layer.down.training or torch._C._current_graph_task_id() != -1 or not self.is_open:
            return
        with self._guard(_device(layer.down)), torch.autocast(_device(layer.down).type, enabled=False):
            activations = output if site == "pre" else args[0]
            # Gate and value in one matrix: the first half enters the nonlinearity.
            rows = activations.detach()[..., : layer.width].reshape(-1, layer.width)
            key = f"{layer.name}/{site}"
            self._rows_this_step[key] = self._rows_this_step.get(key, 0) + len(rows)
            covariance = self._sites[layer, site]
            if len(rows) > 0 and not covariance.is_full():
                covariance.add(rows)


class _Tap:
    """A forward hook. A copied or pickled model must not feed its activations to the recorder: there the hook does nothing."""

    def __init__(self, see: Callable, layer: FeedForward, site: str) -> None:
        self._see, self._layer, self._site = see, layer, site

    def __call__(self, module: nn.Module, args: tuple, output: Any = None) -> None:
        self._see(self._layer, self._site, args, output)

    def __reduce__(self) -> tuple:
        return getattr, (contextlib.nullcontext(), "__exit__")


def _groups(layers: Sequence[FeedForward], max_bytes: int) -> list[list[FeedForward]]:
    """Layers that are collected together: as many as fit into the memory allowed, at least one."""
    groups: list[list[FeedForward]] = []
    used = 0
    for layer in layers:
        need = 2 * 8 * layer.width**2
        if not groups or used + need > max_bytes:
            groups.append([])
            used = 0
        groups[-1].append(layer)
        used += need
    return groups


def _problem(count: int) -> str:
    return "the module was not called as a module while training" if count == 0 else "activations are not finite or too few"


class _GradientNorms:
    """L2 norms of the gradients as a backward pass leaves them."""

    def __init__(self, model: nn.Module, scaler: Any, guard: Callable) -> None:
        self.wanted: Callable[[], bool] = lambda: True
        self._scaler = scaler
        self._guard = guard
        self._named = [(_clean(name), parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
        self._names: list[str] = []
        self._norms: Tensor | None = None
        self._task = -1
        self._handles = [parameter.register_post_accumulate_grad_hook(self._touched) for _, parameter in self._named]

    def total(self) -> float | None:
        return None if self._norms is None else float(torch.linalg.vector_norm(self._norms))

    def by_module(self) -> dict[str, float]:
        return {} if self._norms is None else _by_module(self._names, self._norms)

    def of(self, loss: Tensor) -> tuple[float, dict[str, float]]:
        """A loss and the norms of its gradient by module; nothing is accumulated, so no hook of DDP or of this class sees it."""
        trained = [(name, parameter) for name, parameter in self._named if parameter.requires_grad]
        grads = torch.autograd.grad(loss, [parameter for _, parameter in trained], allow_unused=True)
        reached = [(name, grad) for (name, _), grad in zip(trained, grads) if grad is not None]
        norms = _by_module([name for name, _ in reached], _norms([grad for _, grad in reached])) if reached else {}
        return _rounded(_mean(loss)), norms

    def parameters(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for name, parameter in self._named:
            counts[_owner(name)] = counts.get(_owner(name), 0) + self._size(parameter)
        return counts

    def forget(self) -> None:
        self._norms = None

    def close(self) -> None:
        for handle in self._handles:
            handle.remove()
        self._handles = []

    def _size(self, parameter: Tensor) -> int:
        return parameter.numel()

    def _touched(self, parameter: Tensor) -> None:
        task = torch._C._current_graph_task_id()
        if task == self._task or not self.wanted():
            return
        self._task = task
        # DDP averages in a callback of its own at the end of the pass; one that is queued there comes after it.
        engine = torch.autograd.Variable._execution_engine
        engine.queue_callback(lambda: engine.queue_callback(self._measure))

    def _measure(self) -> None:
        with self._guard():
            measurable = [(name, parameter.grad) for name, parameter in self._named if parameter.grad is not None]
            if not measurable:
                return
            self._names = [name for name, _ in measurable]
            self._norms = _norms([grad for _, grad in measurable]) / self._scale()

    def _scale(self) -> float:
        return self._scaler.get_scale() if self._scaler is not None and self._scaler.is_enabled() else 1.0


class _Shards(NamedTuple):
    """How FSDP has split a parameter: its number of values as a whole, and of the processes that hold a part each."""

    size: int
    parts: int


class _ShardedGradientNorms(_GradientNorms):
    """The same of gradients of which each process holds a part: every process measures its own, `share` adds them up."""

    def __init__(self, model: nn.Module, scaler: Any, guard: Callable, shards: dict[Tensor, _Shards]) -> None:
        super().__init__(model, scaler, guard)
        self._shards = shards
        self._own: Tensor | None = None
        # The original parameters are views of flat ones, and only those take part in the backward pass.
        hooked = {id(parameter) for _, parameter in self._named}
        self._handles += [flat.register_post_accumulate_grad_hook(self._touched) for flat in shards if flat.is_leaf and id(flat) not in hooked]

    def share(self) -> None:
        """To be called by all processes at the same steps."""
        own = self._nothing() if self._own is None else self._own
        self._own = None
        torch.distributed.all_reduce(own)
        (*squares, measured), (*present, _) = own.tolist()
        if measured != _world() or not any(present):
            return
        self._names = [name for (name, _), there in zip(self._named, present) if there]
        self._norms = torch.tensor([square for square, there in zip(squares, present) if there], dtype=torch.float64).sqrt()

    def _size(self, parameter: Tensor) -> int:
        return _size(parameter, self._shards)

    def _nothing(self) -> Tensor:
        """On the device over which processes speak, which is not that of parameters that are offloaded."""
        parameter = self._named[0][1]
        mesh = getattr(parameter, "device_mesh", None)
        return torch.zeros(2, len(self._named) + 1, dtype=torch.float64, device=parameter.device if mesh is None else mesh.device_type)

    def _measure(self) -> None:
        """This process's share of the square of each norm, and whether there is a gradient; last, that it has measured."""
        with self._guard():
            own = self._nothing()
            for i, (_, parameter) in enumerate(self._named):
                if parameter.grad is None:
                    continue
                if _is_partial(parameter.grad):
                    return  # a sum over processes that tensor parallelism has put off
                part, parts = self._part(parameter)
                own[0, i] = (torch.linalg.vector_norm(part, dtype=torch.float64) / self._scale()).square() * parts / _world()
                own[1, i] = 1
            own[0, -1] = 1
            self._own = own

    def _part(self, parameter: Tensor) -> tuple[Tensor, int]:
        """What this process holds of a gradient, and how many different parts there are: several processes may hold the same."""
        grad = parameter.grad
        if not hasattr(grad, "to_local"):
            return grad, self._shards[parameter].parts if parameter in self._shards else 1
        return grad.to_local(), math.prod(grad.device_mesh.size(i) for i, placement in enumerate(grad.placements) if placement.is_shard())


def _flat_shards(model: nn.Module) -> dict[Tensor, _Shards]:
    """What FullyShardedDataParallel has flattened: the flat parameters and, where it keeps them (use_orig_params), the original ones."""
    shards: dict[Tensor, _Shards] = {}
    for module in model.modules():
        handle = getattr(module, "_handle", None) if type(module).__name__ == "FullyShardedDataParallel" else None
        if handle is None:
            continue
        flat = handle.flat_param
        parts = module.process_group.size() if handle.uses_sharded_strategy else 1
        shards[flat] = _Shards(flat._unpadded_unsharded_size.numel(), parts)
        shards.update({parameter: _Shards(shape.numel(), parts) for parameter, shape in zip(flat._params or [], flat._shapes)})
    return shards


def _size(parameter: Tensor, shards: dict[Tensor, _Shards]) -> int:
    return shards[parameter].size if parameter in shards else parameter.numel()


def _is_partial(grad: Tensor) -> bool:
    return any(placement.is_partial() for placement in getattr(grad, "placements", ()))


def _by_module(names: Sequence[str], norms: Tensor) -> dict[str, float]:
    """From norms by parameter."""
    squares: dict[str, float] = {}
    for name, norm in zip(names, norms.tolist()):
        module = _owner(name)
        squares[module] = squares.get(module, 0.0) + norm * norm
    return {module: _rounded(math.sqrt(square)) for module, square in squares.items()}


def _norms(grads: Sequence[Tensor]) -> Tensor:
    grads = [grad.coalesce().values() if grad.is_sparse else grad for grad in grads]
    if all(grad.dtype in (torch.float32, torch.float64) for grad in grads):
        norms = torch._foreach_norm(grads)
    else:
        norms = [torch.linalg.vector_norm(grad, dtype=torch.float32) for grad in grads]
    return torch.stack([norm.to(grads[0].device, torch.float32) for norm in norms])


class _LearningRate:
    """The rate of an optimizer's last step, which a scheduler may have changed since."""

    def __init__(self, optimizer: Any) -> None:
        self._optimizer = getattr(optimizer, "optimizer", optimizer)
        self._last: float | None = None
        register = getattr(self._optimizer, "register_step_post_hook", None)
        self._handle = register(self._stepped) if register else None

    def value(self) -> float | None:
        return self._last if self._last is not None or self._optimizer is None else self._read()

    def close(self) -> None:
        if self._handle is not None:
            self._handle.remove()
            self._handle = None

    def _stepped(self, *_: Any) -> None:
        self._last = self._read()

    def _read(self) -> float:
        return float(self._optimizer.param_groups[0]["lr"])


class _StopSignal:
    """The stop file, seen by all processes at the same step."""

    def __init__(self, path: str, device: torch.device) -> None:
        self._path = path
        self._device = device
        self._together: bool | None = None
        if _world() > 1:
            _store().add(_MADE, 1)
        if _rank() == 0 and os.path.exists(path):
            os.remove(path)  # asked of an earlier run

    def asked(self) -> bool:
        if _world() == 1:
            return self._take()
        if not self.together():
            return False
        flag = torch.tensor([int(_rank() == 0 and self._take())], device=self._device)
        torch.distributed.broadcast(flag, src=0)
        return bool(flag.item())

    def together(self) -> bool:
        """Whether every process has a recorder, so that they may wait for each other."""
        if self._together is None:
            self._together = self._all_made()
        return self._together

    def _take(self) -> bool:
        if not os.path.exists(self._path):
            return False
        os.remove(self._path)
        return True

    def _all_made(self) -> bool:
        """Whether every process has a recorder. After a first step they all have what they will have."""
        _synchronize(self._device)
        made = _store().add(_MADE, 0)
        if made % _world() == 0:
            return True
        print("Plateau: a stop file will not be honoured, nor sharded gradients be measured, for not every process has made a recorder.", file=sys.stderr, flush=True)
        return False


_MADE = "plateau/recorders"


class _Stopwatch:
    """Time spent in the recorder, nested calls counted once, against the time since the first of them."""

    def __init__(self) -> None:
        self._own = 0.0
        self._depth = 0
        self._began: float | None = None

    @contextlib.contextmanager
    def running(self, device: torch.device | None = None) -> Iterator[None]:
        """device: waited for before and after, so that its queued work is told apart from the recorder's."""
        _synchronize(device)
        start = time.perf_counter()
        self._began = start if self._began is None else self._began
        self._depth += 1
        try:
            yield
        finally:
            _synchronize(device)
            self._depth -= 1
            if self._depth == 0:
                self._own += time.perf_counter() - start

    def share(self) -> float:
        """Recording over all else."""
        return self._own / max(self._elapsed() - self._own, 1e-9)

    def __str__(self) -> str:
        return f"{self._own:.2f} s of {self._elapsed():.1f} s (training took {100 * self.share():.2f} % longer)"

    def _elapsed(self) -> float:
        return 0.0 if self._began is None else time.perf_counter() - self._began


class _Journal:
    """An append-only file of JSON lines."""

    def __init__(self, path: str) -> None:
        self.path = path
        torn = _ends_within_line(path)
        self._file = open(path, "a", buffering=1, encoding="utf-8", newline="\n")
        if torn:
            self._file.write("\n")

    def write(self, record: dict[str, Any]) -> None:
        """Keys without a value are left out."""
        present = {key: _json_number(value) for key, value in record.items() if value is not None}
        self._file.write(json.dumps(present, separators=(",", ":"), allow_nan=False) + "\n")

    def close(self) -> None:
        self._file.close()


def _ends_within_line(path: str) -> bool:
    if not os.path.exists(path) or os.path.getsize(path) == 0:
        return False
    with open(path, "rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _json_number(value: Any) -> Any:
    """JSON has no NaN and no infinities: they are written as strings."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: _json_number(item) for key, item in value.items()}
    return [_json_number(item) for item in value] if isinstance(value, list) else value


def _moments(spectrum: Spectrum) -> dict[str, float]:
    values = spectrum.values
    trace = float(values.sum())
    moments = {"trace": trace, "traceOfSquare": float(values.square().sum()), "largest": float(values[0])}
    if trace > 0:
        shares = values / trace
        n = len(values)
        ranks = torch.arange(n, 0, -1, dtype=values.dtype)
        moments["entropy"] = float(-torch.special.xlogy(shares, shares).sum())
        moments["gini"] = float((2 * (ranks * shares).sum() - (n + 1)) / n)
        if spectrum.site == "post" and spectrum.partner is not None and float(spectrum.partner.sum()) > 0:
            moments["jsDivergence"] = _js_divergence(spectrum.partner / spectrum.partner.sum(), shares)
    return moments


def _js_divergence(p: Tensor, q: Tensor) -> float:
    middle = (p + q) / 2
    entropy = lambda shares: -torch.special.xlogy(shares, shares).sum()  # noqa: E731
    return float(entropy(middle) - (entropy(p) + entropy(q)) / 2)


def _header(model: nn.Module, layers: Sequence[FeedForward], optimizer: Any, about: dict[str, Any] | None,
            shards: dict[Tensor, "_Shards"]) -> dict[str, Any]:
    sizes = [(_size(parameter, shards), parameter.requires_grad) for parameter in model.parameters()]
    header: dict[str, Any] = {
        "name": type(model).__name__,
        "parameters": sum(size for size, _ in sizes),
        "trainableParameters": sum(size for size, trainable in sizes if trainable),
    }
    if layers:
        header.update(layers=len(layers), hiddenSize=_features(layers[0].down)[1], ffnSize=layers[0].width)
    if optimizer is not None:
        header["optimizer"] = type(getattr(optimizer, "optimizer", optimizer)).__name__
    return {**header, **(about or {})}


def _unwrapped(model: nn.Module) -> nn.Module:
    while True:
        inner = getattr(model, "_orig_mod", None) or (model.module if type(model).__name__ in _WRAPPERS else None)
        if inner is None:
            return model
        model = inner


def _is_sharded(model: nn.Module) -> bool:
    """Whether a forward pass needs the other processes (FSDP, DTensor)."""
    return any(hasattr(parameter, "full_tensor") for parameter in model.parameters()) or any(
        type(module).__name__ == "FullyShardedDataParallel" for module in model.modules())


@contextlib.contextmanager
def _evaluating(model: nn.Module) -> Iterator[None]:
    """In evaluation mode; afterwards each module has the mode that it had."""
    training = [module for module in model.modules() if module.training]
    model.eval()
    try:
        yield
    finally:
        for module in training:
            module.training = True


_WRAPPERS = ("DistributedDataParallel", "DataParallel", "FullyShardedDataParallel", "DeepSpeedEngine")


def _clean(name: str) -> str:
    """A module's name without what compilation, checkpointing and sharding have put between."""
    return re.sub(r"(^|\.)(_orig_mod|_checkpoint_wrapped_module|_fsdp_wrapped_module)(?=\.|$)", "", name).lstrip(".")


def _owner(parameter_name: str) -> str:
    """The module of a parameter, also of one that is re-parametrised (weight normalisation)."""
    return re.sub(r"\.parametrizations\..*", "", parameter_name.rpartition(".")[0]) or parameter_name


def _mean(loss: Any) -> float:
    if isinstance(loss, (list, tuple)):
        return sum(map(_mean, loss)) / len(loss)
    return float(loss.detach().float().mean()) if isinstance(loss, Tensor) else float(loss)


def _plain(values: Iterable[Any]) -> list[Any]:
    return values.detach().cpu().tolist() if isinstance(values, Tensor) else [
        value.item() if hasattr(value, "item") else value for value in values
    ]


def _floats(values: Iterable[Any]) -> list[float]:
    return [float(value) for value in _plain(values)]


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")


def _device(module: nn.Module) -> torch.device:
    parameter = next(module.parameters(), None)
    return torch.device("cpu") if parameter is None else parameter.device


def _synchronize(device: torch.device | None) -> None:
    if device is not None and device.type == "cuda":
        torch.cuda.synchronize(device)


def _is_distributed() -> bool:
    return torch.distributed.is_available() and torch.distributed.is_initialized()


def _rank() -> int:
    return torch.distributed.get_rank() if _is_distributed() else 0


def _world() -> int:
    return torch.distributed.get_world_size() if _is_distributed() else 1


def _store() -> Any:
    return torch.distributed.distributed_c10d._get_default_store()
