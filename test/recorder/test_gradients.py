"""Gradient norms before clipping, under accumulation, scaling and parametrisation."""

from __future__ import annotations

import math
import unittest

import torch
from torch import nn

from support import HIDDEN, RecorderTest, Stack
from plateau_recorder import PlateauRecorder


def total_norm(model: nn.Module) -> float:
    return math.sqrt(sum(float(p.grad.double().square().sum()) for p in model.parameters() if p.grad is not None))


class GradientsTest(RecorderTest):
    def test_before_clipping(self) -> None:
        model = Stack()
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        recorder = PlateauRecorder(model, self.folder, optimizer=optimizer, max_grad_norm=1e-3)
        loss = model(torch.randn(64, HIDDEN))
        loss.backward()
        expected = total_norm(model)
        nn.utils.clip_grad_norm_(model.parameters(), 1e-3)
        optimizer.step()
        optimizer.zero_grad()
        recorder.step(loss)
        recorder.close()
        line = self.lines("training")[0]
        self.assertGreater(expected, 1e-2)
        self.assertAlmostEqual(line["gradNorm"], expected, delta=1e-6 * expected)
        self.assertEqual((line["maxGradNorm"], line["learningRate"]), (1e-3, 0.1))

    def test_by_module(self) -> None:
        model = Stack()
        recorder = PlateauRecorder(model, self.folder, every=1)
        for _ in range(2):
            model.zero_grad()
            model(torch.randn(400, HIDDEN)).backward()
            recorder.step()
        recorder.close()
        first, second = self.lines("gradients")
        layer = model.blocks[1].fc2
        self.assertEqual(set(second["norms"]), {f"blocks.{block}.{fc}" for block in (0, 1) for fc in ("fc1", "fc2")})
        self.assertAlmostEqual(second["norms"]["blocks.1.fc2"], total_norm(layer), delta=1e-5 * total_norm(layer))
        self.assertAlmostEqual(second["total"], total_norm(model), delta=1e-5 * total_norm(model))
        self.assertEqual(first["parameters"]["blocks.1.fc2"], sum(p.numel() for p in layer.parameters()))
        self.assertNotIn("parameters", second)

    def test_accumulated_as_in_one_batch(self) -> None:
        batch = torch.randn(320, HIDDEN)
        lines = []
        for parts in (1, 8):
            torch.manual_seed(2)
            model = Stack()
            folder = self.folder / str(parts)
            recorder = PlateauRecorder(model, folder, every=1)
            losses = []
            for part in batch.chunk(parts):
                loss = model(part)
                (loss / parts).backward()
                losses.append(loss)
            recorder.step(losses)
            recorder.close()
            self.folder, outer = folder, self.folder
            lines.append((self.lines("training"), self.lines("gradients"), self.lines("spectrum")))
            self.folder = outer
        (whole, whole_norms, whole_spectra), (split, split_norms, split_spectra) = lines
        self.assertEqual(len(split), 1)
        self.assertAlmostEqual(split[0]["loss"], whole[0]["loss"], delta=1e-6)
        self.assertAlmostEqual(split[0]["gradNorm"], whole[0]["gradNorm"], delta=1e-6 * whole[0]["gradNorm"])
        for module, norm in whole_norms[0]["norms"].items():
            self.assertAlmostEqual(split_norms[0]["norms"][module], norm, delta=1e-5 * norm)
        for one, other in zip(whole_spectra, split_spectra):
            self.assertEqual(one["tokens"], other["tokens"])
            for a, b in zip(one["eigenvalues"], other["eigenvalues"]):
                self.assertAlmostEqual(a, b, delta=2e-6 * one["eigenvalues"][0])

    def test_loss_scaling_is_undone(self) -> None:
        model = Stack()
        optimizer = torch.optim.SGD(model.parameters(), 1e-3)
        scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
        recorder = PlateauRecorder(model, self.folder, scaler=scaler, optimizer=optimizer)
        scaler.scale(model(torch.randn(64, HIDDEN))).backward()
        scaler.unscale_(optimizer)
        expected = total_norm(model)
        nn.utils.clip_grad_norm_(model.parameters(), 1e-3)
        scaler.step(optimizer)
        scaler.update()
        recorder.step(1.0)
        recorder.close()
        self.assertAlmostEqual(self.lines("training")[0]["gradNorm"], expected, delta=1e-5 * expected)

    def test_bfloat16_gradients(self) -> None:
        model = Stack().to(torch.bfloat16)
        recorder = PlateauRecorder(model, self.folder)
        model(torch.randn(64, HIDDEN, dtype=torch.bfloat16)).backward()
        expected = total_norm(model)
        recorder.step(1.0)
        recorder.close()
        self.assertAlmostEqual(self.lines("training")[0]["gradNorm"], expected, delta=1e-5 * expected)

    def test_frozen_and_weight_normalised_parameters(self) -> None:
        model = Stack()
        model.blocks[0].requires_grad_(False)
        nn.utils.parametrizations.weight_norm(model.blocks[1].fc1)
        recorder = PlateauRecorder(model, self.folder, every=1)
        model(torch.randn(400, HIDDEN)).backward()
        recorder.step()
        recorder.close()
        self.assertEqual(set(self.lines("gradients")[0]["norms"]), {"blocks.1.fc1", "blocks.1.fc2"})
        self.assertEqual(len(self.lines("spectrum")), 4)

    def test_only_logged_steps_are_measured(self) -> None:
        model = Stack()
        recorder = PlateauRecorder(model, self.folder, every=100, log_every=5)
        recorder._window.close()
        for _ in range(10):
            loss = model(torch.randn(8, HIDDEN))
            loss.backward()
            recorder.step(loss)
        recorder.close()
        self.assertEqual([line["step"] for line in self.lines("training")], [5, 10])
        self.assertTrue(all("gradNorm" in line for line in self.lines("training")))


if __name__ == "__main__":
    unittest.main()
