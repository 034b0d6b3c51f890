"""Distributed data-parallel training: two processes on this machine, joined by gloo."""

from __future__ import annotations

import unittest

import torch

from support import WIDTH, RecorderTest, in_processes


@unittest.skipUnless(torch.distributed.is_available(), "this PyTorch was built without distributed training")
class DistributedTest(RecorderTest):
    def train(self, mode: str) -> list[dict]:
        ranks, self.printed = in_processes("ddp_process.py", self.folder.parent, mode)
        return ranks

    def test_one_writes_and_all_stop_together(self) -> None:
        ranks = self.train("all")
        self.assertEqual([rank["steps"] for rank in ranks], [6, 6])
        training = self.lines("training")
        self.assertEqual([line["step"] for line in training], [1, 2, 3, 4, 5, 6])
        for line, norm in zip(training, ranks[1]["norms"]):
            self.assertAlmostEqual(line["gradNorm"], norm, delta=1e-5 * norm)  # of the averaged gradient
        self.assertEqual({line["tokens"] for line in self.lines("spectrum")}, {10 * WIDTH})
        self.assertEqual([line["reason"] for line in self.lines("end")], ["stop file"])

    def test_recorder_in_the_first_process_only(self) -> None:
        ranks = self.train("first")
        self.assertEqual([rank["steps"] for rank in ranks], [8, 8])
        self.assertIn("a stop file will not be honoured", self.printed[0])
        self.assertEqual(len(self.lines("training")), 8)


if __name__ == "__main__":
    unittest.main()
