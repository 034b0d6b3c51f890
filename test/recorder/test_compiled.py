"""Recording a model that torch.compile has compiled."""

from __future__ import annotations

import shutil
import unittest

import torch

from support import HIDDEN, WIDTH, RecorderTest, Stack
from plateau_recorder import PlateauRecorder

ROWS = 10 * WIDTH


class CompiledTest(RecorderTest):
    def spectra(self, compiled: bool, compile_before: bool, backend: object) -> list[dict]:
        torch._dynamo.reset()
        torch.manual_seed(3)
        model = Stack()
        trained = torch.compile(model, backend=backend) if compiled and compile_before else model
        self.folder = self.folder.parent / f"{compiled}-{compile_before}"
        recorder = PlateauRecorder(trained, self.folder, every=4)
        if compiled and not compile_before:
            trained = torch.compile(model, backend=backend)
        for _ in range(8):
            loss = trained(torch.randn(ROWS, HIDDEN))
            loss.backward()
            recorder.step(loss)
        recorder.close()
        return self.lines("spectrum")

    def test_same_spectra_and_untouched_graph(self) -> None:
        graphs = []

        def count(graph: torch.fx.GraphModule, _: list) -> object:
            graphs.append(graph)
            return graph.forward

        plain = self.spectra(False, False, None)
        for compile_before in (True, False):
            graphs.clear()
            with self.subTest(compile_before=compile_before):
                self.assertEqual(self.spectra(True, compile_before, count), plain)
                self.assertEqual(len(graphs), 1)  # neither a break in the graph nor a recompilation
        self.assertEqual([line["step"] for line in plain if line["site"] == "pre" and line["layer"] == 0], [1, 4, 8])

    @unittest.skipUnless(shutil.which("g++") or shutil.which("c++"), "no C++ compiler for torch.compile's default backend")
    def test_default_backend(self) -> None:
        plain = self.spectra(False, False, None)
        found = self.spectra(True, True, "inductor")
        self.assertEqual([line["tokens"] for line in found], [line["tokens"] for line in plain])
        for one, other in zip(plain, found):
            for a, b in zip(one["eigenvalues"], other["eigenvalues"]):
                self.assertAlmostEqual(a, b, delta=1e-4 * one["eigenvalues"][0])
        self.assertEqual(len(self.lines("training")), 8)
        self.assertTrue(all("gradNorm" in line for line in self.lines("training")))


if __name__ == "__main__":
    unittest.main()
