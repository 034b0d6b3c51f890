"""What the statistics file holds over the life of a run."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import unittest

import torch

from support import HIDDEN, ROOT, RecorderTest, Stack
from plateau_recorder import PlateauRecorder


class JournalTest(RecorderTest):
    def train(self, steps: int, **options) -> PlateauRecorder:
        model = Stack()
        recorder = PlateauRecorder(model, self.folder, **options)
        for _ in range(steps):
            loss = model(torch.randn(8, HIDDEN))
            loss.backward()
            if recorder.step(loss):
                break
        return recorder

    def test_header_and_end(self) -> None:
        self.train(2, every=7, about={"normalisation": "Post-LN"}).close()
        header, end = self.lines("header")[0], self.lines("end")[0]
        self.assertEqual((header["schema"], header["version"], header["every"]), ("plateau-statistics", 1, 7))
        model = header["model"]
        self.assertEqual((model["name"], model["layers"], model["hiddenSize"], model["ffnSize"]), ("Stack", 2, 8, 32))
        self.assertEqual((model["parameters"], model["normalisation"]), (sum(p.numel() for p in Stack().parameters()), "Post-LN"))
        self.assertEqual((end["step"], end["reason"]), (2, "finished"))

    def test_tokens_are_those_seen_since_the_start(self) -> None:
        self.train(3, tokens_per_step=64, resume_step=10).close()
        self.assertEqual([(line["step"], line["tokens"]) for line in self.lines("training")], [(11, 704), (12, 768), (13, 832)])

    def test_stop_file(self) -> None:
        self.folder.mkdir(parents=True)
        stop, saved = self.folder / "plateau-stop", []
        model = Stack()
        recorder = PlateauRecorder(model, self.folder, save=lambda: saved.append(recorder.steps))
        answers = []
        for step in range(4):
            if step == 2:
                stop.touch()
            loss = model(torch.randn(8, HIDDEN))
            loss.backward()
            answers.append(recorder.step(loss))
        recorder.close()
        self.assertEqual(answers, [False, False, True, True])
        self.assertEqual(saved, [3])
        self.assertFalse(stop.exists())
        self.assertEqual(self.lines("end")[0]["reason"], "stop file")

    def test_stop_asked_of_an_earlier_run(self) -> None:
        self.folder.mkdir(parents=True)
        (self.folder / "plateau-stop").touch()
        self.assertFalse(self.train(1).should_stop)
        self.assertFalse((self.folder / "plateau-stop").exists())

    def test_resumed_after_a_torn_line(self) -> None:
        self.train(2).close()
        path = self.folder / "plateau-statistics.jsonl"
        with path.open("a") as file:
            file.write('{"kind":"training","st')
        self.train(1, resume_step=2).close()
        torn = [line for line in path.read_text().splitlines() if not line.endswith("}")]
        self.assertEqual(torn, ['{"kind":"training","st'])
        path.write_text(path.read_text().replace(torn[0] + "\n", ""))
        self.assertEqual(len(self.lines("header")), 2)
        self.assertEqual([line["step"] for line in self.lines("training")], [1, 2, 3])

    def test_values_that_json_lacks(self) -> None:
        recorder = PlateauRecorder(Stack(), self.folder)
        for loss in (float("nan"), float("inf"), -float("inf")):
            recorder.step(torch.tensor(loss))
        recorder.close()
        self.assertEqual([line["loss"] for line in self.lines("training")], ["NaN", "Infinity", "-Infinity"])

    def test_samples(self) -> None:
        recorder = PlateauRecorder(Stack(), self.folder)
        recorder.step()
        recorder.samples(["a", 7], torch.tensor([0.5, 1.5]), grad_norms=[1, 2])
        recorder.close()
        self.assertEqual(self.lines("samples"), [
            {"kind": "samples", "step": 1, "ids": ["a", 7], "losses": [0.5, 1.5], "gradNorms": [1.0, 2.0]},
        ])

    def test_overhead_is_measured_and_printed(self) -> None:
        printed = io.StringIO()
        with contextlib.redirect_stderr(printed):
            self.train(3).close()
        share = self.lines("overhead")[-1]["share"]
        self.assertGreater(share, 0)
        self.assertRegex(printed.getvalue(), r"training took \d+\.\d\d % longer")

    def test_end_without_close(self) -> None:
        script = f"""
import sys; sys.path[:0] = {[str(ROOT / 'media/recorder'), str(ROOT / 'test/recorder')]!r}
from support import Stack
from plateau_recorder import PlateauRecorder
recorder = PlateauRecorder(Stack(), sys.argv[1])
recorder.step(1.0)
raise SystemExit if sys.argv[2] == "finished" else ValueError
"""
        for reason in ("finished", "exception"):
            subprocess.run([sys.executable, "-c", script, str(self.folder), reason], capture_output=True, check=False)
        self.assertEqual([line["reason"] for line in self.lines("end")], ["finished", "exception"])

    def test_context_manager(self) -> None:
        with self.assertRaises(KeyError), PlateauRecorder(Stack(), self.folder):
            raise KeyError
        self.assertEqual(self.lines("end")[0]["reason"], "exception")

    def test_folder_that_cannot_be_written(self) -> None:
        self.folder.parent.mkdir(exist_ok=True)
        self.folder.write_text("in the way")
        printed = io.StringIO()
        with contextlib.redirect_stderr(printed):
            recorder = self.train(2)
            recorder.close()
        self.assertEqual(recorder.steps, 2)
        self.assertIn("recording is switched off, training goes on", printed.getvalue())

    def test_every_line_ends_and_is_flushed(self) -> None:
        recorder = self.train(1)
        text = (self.folder / "plateau-statistics.jsonl").read_text()
        self.assertTrue(text.endswith("\n"))
        self.assertTrue(all(json.loads(line)["kind"] for line in text.splitlines()))
        recorder.close()


if __name__ == "__main__":
    unittest.main()
