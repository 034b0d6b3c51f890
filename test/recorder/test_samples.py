"""Losses and gradient norms of single samples."""

from __future__ import annotations

import contextlib
import io
import math

import torch
from torch import Tensor, nn

from support import HIDDEN, RecorderTest, Stack
from plateau_recorder import PlateauRecorder


class Dropped(nn.Module):
    """A stack whose output is random while it trains, and a part that nothing leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = Stack()
        self.frozen = nn.Linear(HIDDEN, HIDDEN).requires_grad_(False)
        self.unused = nn.Linear(HIDDEN, HIDDEN)
        self.dropout = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        return self.stack(self.dropout(self.frozen(x)))


def vectorised_norms(model: nn.Module, batch: Tensor) -> dict[str, Tensor]:
    """Norm by module and sample, by torch.func: no code is shared with the recorder."""
    model.eval()
    trained = {name: parameter.detach() for name, parameter in model.named_parameters() if parameter.requires_grad}
    loss = lambda parameters, sample: torch.func.functional_call(model, parameters, (sample,))  # noqa: E731
    grads = torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0))(trained, batch)
    squares: dict[str, Tensor] = {}
    for name, grad in grads.items():
        module = name.rpartition(".")[0]
        squares[module] = squares.get(module, 0) + grad.flatten(1).double().square().sum(1)
    return {module: square.sqrt() for module, square in squares.items()}


class SamplesTest(RecorderTest):
    def test_against_vectorised_gradients(self) -> None:
        model, batch = Dropped(), torch.randn(6, 5, HIDDEN)
        recorder = PlateauRecorder(model, self.folder)
        recorder.measure_samples(range(6), batch, lambda model, sample: model(sample))
        recorder.close()
        expected = vectorised_norms(model, batch)
        line, = self.lines("samples")
        self.assertEqual(line["ids"], [0, 1, 2, 3, 4, 5])
        self.assertEqual({*line["moduleGradNorms"]} | {"unused"}, {*expected})
        for module, norms in line["moduleGradNorms"].items():
            for norm, other in zip(norms, expected[module].tolist(), strict=True):
                self.assertAlmostEqual(norm, other, delta=1e-5 * other)
        whole = torch.stack([*expected.values()]).square().sum(0).sqrt()
        for norm, loss, other, sample in zip(line["gradNorms"], line["losses"], whole.tolist(), batch, strict=True):
            self.assertAlmostEqual(norm, other, delta=1e-5 * other)
            self.assertAlmostEqual(loss, model(sample).item(), delta=1e-5 * loss)

    def test_training_does_not_notice(self) -> None:
        batch = torch.randn(400, HIDDEN)
        lines = []
        for measures in (False, True):
            torch.manual_seed(3)
            model = Dropped()
            model.stack.blocks[0].eval()  # frozen statistics, as fine-tuning often has them
            self.folder = self.folder.parent / f"measured-{measures}"
            recorder = PlateauRecorder(model, self.folder, every=1)
            for part in batch.chunk(2):
                (model(part) / 2).backward()
                if measures:
                    with torch.no_grad():
                        recorder.measure_samples(["a", "b"], batch[:2], lambda model, sample: model(sample))
            recorder.step(1.0)
            recorder.close()
            self.assertFalse(model.stack.blocks[0].training or model.stack.blocks[0].fc1.training)
            self.assertTrue(model.training and model.dropout.training and model.stack.blocks[1].training)
            gradients = [parameter.grad for parameter in model.parameters() if parameter.grad is not None]
            lines.append((self.lines("gradients"), self.lines("spectrum"), [gradient.tolist() for gradient in gradients]))
        self.assertEqual(lines[0], lines[1])
        self.assertEqual(len(self.lines("samples")), 2)

    def test_without_modules(self) -> None:
        recorder = PlateauRecorder(Stack(), self.folder)
        recorder.measure_samples(["a"], [torch.ones(1, HIDDEN)], lambda model, sample: model(sample), by_module=False)
        recorder.close()
        line, = self.lines("samples")
        self.assertEqual({*line}, {"kind", "step", "ids", "losses", "gradNorms"})
        self.assertTrue(line["gradNorms"][0] > 0 and math.isfinite(line["gradNorms"][0]))

    def test_a_loss_that_reaches_no_parameter(self) -> None:
        recorder = PlateauRecorder(Stack(), self.folder)
        sample = torch.ones(1, requires_grad=True)
        recorder.measure_samples(["a"], [sample], lambda model, sample: sample.sum())
        recorder.close()
        self.assertEqual(self.lines("samples")[0]["gradNorms"], [0.0])

    def test_sharded_models_are_left_alone(self) -> None:
        class FullyShardedDataParallel(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.module = Stack()

        recorder = PlateauRecorder(FullyShardedDataParallel(), self.folder)
        recorder.measure_samples(["a"], [torch.ones(1, HIDDEN)], lambda model, sample: self.fail("a forward pass would wait forever"))
        recorder.close()
        self.assertEqual([line["message"] for line in self.lines("error")], [
            "no gradients of single samples: the model is sharded over processes.",
        ])
        self.assertEqual(self.lines("samples"), [])

    def test_an_error_in_the_loss_stops_only_the_recorder(self) -> None:
        model = Stack()
        recorder = PlateauRecorder(model, self.folder)
        with contextlib.redirect_stderr(io.StringIO()):
            recorder.measure_samples(["a"], [None], lambda model, sample: model(sample))
        self.assertTrue(model.training)
        self.assertIn("recording switched off", self.lines("error")[0]["message"])
        self.assertFalse(recorder.step(1.0))
