"""Training whose gradients are sharded (FSDP): two processes on this machine, joined by gloo, against the same training in one piece."""

from __future__ import annotations

import importlib.util
import unittest

import torch

from support import HIDDEN, WIDTH, RecorderTest, in_processes

PARAMETERS = 2 * HIDDEN * WIDTH + HIDDEN + WIDTH


@unittest.skipUnless(torch.distributed.is_available(), "this PyTorch was built without distributed training")
class ShardedTest(RecorderTest):
    def train(self, mode: str, recorders: str = "all") -> list[dict]:
        ranks, self.printed = in_processes("sharded_process.py", self.folder.parent, mode, recorders)
        return ranks

    def assert_true(self, mode: str, modules: list[str]) -> dict[str, int]:
        """Asserts that every norm is that of the training in one piece; returns the sizes of the modules."""
        ranks = self.train(mode)
        self.assertEqual(self.lines("error"), [])
        for line, norm in zip(self.lines("training"), ranks[0]["clipped"], strict=True):
            self.assertAlmostEqual(line["gradNorm"], norm, delta=1e-5 * norm)
        gradients = self.lines("gradients")
        # The first record does not wait for a multiple of `every`.
        self.assertEqual([line["step"] for line in gradients], [1, 2, 4])
        for line in gradients:
            true = ranks[0]["true"][line["step"] - 1]
            self.assertEqual(sorted(line["norms"]), modules)
            for module in modules:
                self.assertAlmostEqual(line["norms"][module], true[module], delta=1e-5 * true[module])
        self.assertEqual(self.lines("header")[0]["model"]["parameters"], 2 * PARAMETERS)
        return gradients[0]["parameters"]

    LAYERS = ["blocks.0.fc1", "blocks.0.fc2", "blocks.1.fc1", "blocks.1.fc2"]

    @unittest.skipUnless(importlib.util.find_spec("torch.distributed.fsdp._fully_shard"), "this PyTorch has no fully_shard")
    def test_fully_shard(self) -> None:
        self.assertEqual(sum(self.assert_true("fully_shard", self.LAYERS).values()), 2 * PARAMETERS)

    def test_flat_parameters_that_keep_the_original_ones(self) -> None:
        self.assertEqual(self.assert_true("original", self.LAYERS)["blocks.0.fc1"], HIDDEN * WIDTH + WIDTH)

    def test_flat_parameters_alone_are_a_module_for_each_unit(self) -> None:
        self.assertEqual(self.assert_true("flat", ["blocks.0", "blocks.1"]), {"blocks.0": PARAMETERS, "blocks.1": PARAMETERS})

    def test_parameters_that_every_process_holds(self) -> None:
        self.assert_true("replicated", self.LAYERS)

    def test_recorder_in_the_first_process_only(self) -> None:
        self.train("original", "first")
        self.assertIn("nor sharded gradients be measured", self.printed[0])
        self.assertEqual(self.lines("gradients"), [])
        self.assertEqual(len(self.lines("training")), 4)


if __name__ == "__main__":
    unittest.main()
