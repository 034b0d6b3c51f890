"""Covariance eigenvalues against numpy, and where they are taken."""

from __future__ import annotations

import copy
import math
import pickle
import unittest
from unittest import mock

import numpy
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from support import HIDDEN, WIDTH, RecorderTest, Stack, activations
from plateau_recorder import PlateauRecorder

ROWS = 10 * WIDTH


def numpy_eigenvalues(rows: torch.Tensor) -> numpy.ndarray:
    covariance = numpy.cov(rows.double().reshape(-1, rows.shape[-1]).numpy(), rowvar=False)
    return numpy.clip(numpy.linalg.eigvalsh(covariance)[::-1], 0, None)


def assert_same(found: list[float], expected: numpy.ndarray) -> None:
    # Six significant digits are written; what float32 activations leave below that of the largest is noise.
    numpy.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-9 * expected[0])


class SpectraTest(RecorderTest):
    def record(self, model: nn.Module, batches: list[torch.Tensor], **options) -> PlateauRecorder:
        recorder = PlateauRecorder(model, self.folder, **{"every": 1000, **options})
        for batch in batches:
            model(batch).backward()
            recorder.step()
        recorder.close()
        return recorder

    def spectrum(self, layer: int, site: str) -> dict:
        found = [line for line in self.lines("spectrum") if (line["layer"], line["site"]) == (layer, site)]
        self.assertEqual(len(found), 1)
        return found[0]

    def test_equal_to_numpy(self) -> None:
        model, batch = Stack(), torch.randn(ROWS, HIDDEN) * 3 + 1
        pre, post = activations(model.blocks[0], batch)
        self.record(model, [batch])
        line = self.spectrum(0, "pre")
        self.assertEqual((line["step"], line["name"], line["width"], line["tokens"]), (1, "blocks.0", WIDTH, ROWS))
        assert_same(line["eigenvalues"], numpy_eigenvalues(pre))
        assert_same(self.spectrum(0, "post")["eigenvalues"], numpy_eigenvalues(post))

    def test_joined_over_steps(self) -> None:
        model, batch = Stack(), torch.randn(ROWS, HIDDEN)
        pre, _ = activations(model.blocks[1], batch + model.blocks[0](batch).detach() - batch)
        self.record(model, list(batch.split(37)))
        line = self.spectrum(1, "pre")
        self.assertEqual((line["step"], line["tokens"]), (math.ceil(ROWS / 37), ROWS))
        assert_same(line["eigenvalues"], numpy_eigenvalues(pre))

    def test_wide_enough_for_several_blocks(self) -> None:
        width = 600
        model, batch = nn.Sequential(nn.Linear(HIDDEN, width), nn.Tanh(), nn.Linear(width, HIDDEN)), torch.randn(10 * width, HIDDEN)
        pre = model[0](batch).detach()
        recorder = PlateauRecorder(model, self.folder)
        for part in batch.split(1700):
            model(part).sum().backward()
            recorder.step()
        recorder.close()
        assert_same(self.spectrum(0, "post")["eigenvalues"], numpy_eigenvalues(torch.tanh(pre)))

    def test_offset_that_drowns_the_variance(self) -> None:
        model, batch = Stack(), torch.randn(ROWS, HIDDEN)
        model.blocks[0].fc1.bias.data += 1e3
        pre, _ = activations(model.blocks[0], batch)
        self.record(model, list(batch.split(50)))
        found, expected = self.spectrum(0, "pre")["eigenvalues"], numpy_eigenvalues(pre)
        numpy.testing.assert_allclose(found[:HIDDEN], expected[:HIDDEN], rtol=1e-5)

    def test_of_more_rows_evenly_spaced_ones(self) -> None:
        model, batch = Stack(), torch.randn(ROWS * 4, HIDDEN)
        chosen = torch.linspace(0, len(batch) - 1, ROWS).round().long()
        _, post = activations(model.blocks[0], batch[chosen])
        self.record(model, [batch])
        line = self.spectrum(0, "post")
        self.assertEqual(line["tokens"], ROWS)
        assert_same(line["eigenvalues"], numpy_eigenvalues(post))

    def test_window_ends_at_the_record_step(self) -> None:
        model = Stack()
        self.record(model, [torch.randn(ROWS // 4, HIDDEN)] * 20, every=10)
        steps = sorted({(line["step"], line["tokens"]) for line in self.lines("spectrum")})
        self.assertEqual(steps, [(4, ROWS), (10, ROWS), (20, ROWS)])

    def test_too_few_rows_are_counted_as_they_are(self) -> None:
        self.record(Stack(), [torch.randn(6, HIDDEN)] * 4, every=2)
        self.assertEqual({(line["step"], line["tokens"]) for line in self.lines("spectrum")}, {(2, 12), (4, 12)})

    def test_evaluation_is_left_out(self) -> None:
        model, batch = Stack(), torch.randn(ROWS, HIDDEN)
        recorder = PlateauRecorder(model, self.folder)
        model.eval()
        model(torch.randn(ROWS, HIDDEN) * 100)
        model.train()
        pre, _ = activations(model.blocks[0], batch)
        model(batch).backward()
        recorder.step()
        recorder.close()
        assert_same(self.spectrum(0, "pre")["eigenvalues"], numpy_eigenvalues(pre))

    def test_checkpointed_activations_count_once(self) -> None:
        for reentrant in (False, True):
            with self.subTest(reentrant=reentrant):
                model, batch = Stack(), torch.randn(ROWS // 2, HIDDEN, requires_grad=True)
                folder = self.folder / str(reentrant)
                recorder = PlateauRecorder(model, folder, every=2)
                for _ in range(2):
                    hidden = batch
                    for block in model.blocks:
                        hidden = checkpoint(block, hidden, use_reentrant=reentrant)
                    hidden.square().mean().backward()
                    recorder.step()
                recorder.close()
                self.folder, outer = folder, self.folder
                self.assertEqual({line["tokens"] for line in self.lines("spectrum")}, {ROWS})
                self.assertEqual(self.lines("spectrum")[0]["step"], 2)
                self.folder = outer

    def test_mixed_precision(self) -> None:
        model, batch = Stack(), torch.randn(ROWS, HIDDEN)
        recorder = PlateauRecorder(model, self.folder)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            pre, _ = activations(model.blocks[0], batch)
            model(batch).backward()
        recorder.step()
        recorder.close()
        self.assertEqual(pre.dtype, torch.bfloat16)
        assert_same(self.spectrum(0, "pre")["eigenvalues"], numpy_eigenvalues(pre))

    def test_moments_for_wide_layers(self) -> None:
        model, batch = Stack(), torch.randn(ROWS, HIDDEN)
        pre, post = (numpy_eigenvalues(rows) for rows in activations(model.blocks[0], batch))
        self.record(model, [batch], eigenvalue_width=WIDTH - 1)
        line = self.spectrum(0, "post")
        self.assertNotIn("eigenvalues", line)
        p, q = pre / pre.sum(), post / post.sum()
        entropy = lambda shares: -sum(share * math.log(share) for share in shares if share > 0)  # noqa: E731
        cumulative = q.cumsum()
        expected = {
            "trace": post.sum(), "traceOfSquare": (post**2).sum(), "largest": post[0], "entropy": entropy(q),
            "gini": sum(cumulative - numpy.arange(1, WIDTH + 1) / WIDTH) / (WIDTH / 2),
            "jsDivergence": entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2,
        }
        self.assertEqual(set(line["moments"]), set(expected))
        for name, value in expected.items():
            self.assertAlmostEqual(line["moments"][name], value, delta=1e-9 * max(1, abs(value)), msg=name)
        self.assertNotIn("jsDivergence", self.spectrum(0, "pre")["moments"])

    def test_eigenvalues_at_some_records_only(self) -> None:
        self.record(Stack(), [torch.randn(ROWS, HIDDEN)] * 6, every=2, eigenvalues_every=4)
        found = {line["step"]: "eigenvalues" in line for line in self.lines("spectrum")}
        self.assertEqual(found, {1: False, 2: False, 4: True, 6: False})

    def test_layers_take_turns_within_the_memory_allowed(self) -> None:
        self.record(Stack(), [torch.randn(ROWS, HIDDEN)] * 4, every=2, max_bytes=2 * 8 * WIDTH**2)
        self.assertEqual([(line["step"], line["layer"]) for line in self.lines("spectrum") if line["site"] == "pre"],
                         [(1, 0), (2, 1), (4, 0)])

    def test_activations_that_are_not_finite(self) -> None:
        recorder = self.record(Stack(), [torch.full((ROWS, HIDDEN), math.inf), torch.randn(ROWS, HIDDEN)], every=1)
        self.assertEqual({line["step"] for line in self.lines("spectrum")}, {2})
        self.assertIn("not finite", self.lines("error")[0]["message"])
        self.assertEqual(recorder.steps, 2)

    def test_failing_eigenvalues_leave_the_loop_alone(self) -> None:
        model = Stack()
        with mock.patch("torch.linalg.eigvalsh", side_effect=torch.linalg.LinAlgError("did not converge")):
            recorder = PlateauRecorder(model, self.folder, every=1)
            for _ in range(3):
                loss = model(torch.randn(ROWS, HIDDEN))
                loss.backward()
                self.assertFalse(recorder.step(loss))
        self.assertIn("did not converge", self.lines("error")[0]["message"])
        self.assertEqual(self.lines("training"), [])
        self.assertFalse(any(block.fc1._forward_hooks for block in model.blocks))
        (self.folder / "plateau-stop").touch()
        self.assertTrue(recorder.step())
        recorder.close()

    def test_output_that_is_no_tensor_leaves_the_loop_alone(self) -> None:
        model = Stack()
        recorder = PlateauRecorder(model, self.folder)
        recorder._window._see(recorder._window._group()[0], "pre", (), None)
        self.assertEqual(len(self.lines("error")), 1)
        model(torch.randn(ROWS, HIDDEN)).backward()
        self.assertFalse(recorder.step())

    def test_copies_of_the_model_are_not_recorded(self) -> None:
        model, batch = Stack(), torch.randn(ROWS, HIDDEN)
        pre, _ = activations(model.blocks[0], batch)
        recorder = PlateauRecorder(model, self.folder)
        for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
            twin(torch.randn(ROWS, HIDDEN) * 100).backward()
        model(batch).backward()
        recorder.step()
        recorder.close()
        assert_same(self.spectrum(0, "pre")["eigenvalues"], numpy_eigenvalues(pre))

    def test_no_hooks_between_the_windows(self) -> None:
        model = Stack()
        recorder = PlateauRecorder(model, self.folder, every=5)
        hooked = []
        for _ in range(10):
            hooked.append(bool(model.blocks[0].fc1._forward_hooks))
            model(torch.randn(ROWS, HIDDEN)).backward()
            recorder.step()
        recorder.close()
        self.assertEqual([step for step, has in enumerate(hooked, 1) if has], [1, 5, 10])


if __name__ == "__main__":
    unittest.main()
