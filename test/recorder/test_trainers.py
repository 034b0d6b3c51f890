"""The callbacks of Hugging Face's Trainer and of Lightning."""

from __future__ import annotations

import importlib.util
import math
import unittest
import warnings

import torch
from torch import nn

from support import HIDDEN, RecorderTest, Stack
from plateau_recorder import hugging_face_callback, lightning_callback


def missing(*packages: str) -> str | None:
    absent = [package for package in packages if importlib.util.find_spec(package) is None]
    return f"{' and '.join(absent)} not installed" if absent else None


class Dataset(torch.utils.data.Dataset):
    """48 rows, the same each time."""

    def __init__(self) -> None:
        self.rows = torch.randn(48, 40, HIDDEN, generator=torch.Generator().manual_seed(5))

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> dict:
        return {"x": self.rows[index]}


def mean_norm(model: nn.Module, rows: torch.Tensor) -> float:
    """Norm of the gradient of the mean loss."""
    model.zero_grad()
    model(rows).backward()
    return math.sqrt(sum(float(p.grad.square().sum()) for p in model.parameters()))


@unittest.skipIf(missing("transformers", "accelerate"), missing("transformers", "accelerate"))
class HuggingFaceTest(RecorderTest):
    def train(self, stop_at: int | None = None) -> object:
        from transformers import Trainer, TrainerCallback, TrainingArguments

        class Model(Stack):
            def forward(self, x: torch.Tensor) -> dict:
                return {"loss": super().forward(x)}

        class Asker(TrainerCallback):
            """Asks for a stop as the editor does."""

            def on_step_begin(inner, args, state, control, **_):  # noqa: N805
                if state.global_step + 1 == stop_at:
                    (self.folder / "plateau-stop").touch()

        arguments = TrainingArguments(
            output_dir=str(self.folder / "out"), max_steps=6, per_device_train_batch_size=4, gradient_accumulation_steps=2,
            logging_steps=1, learning_rate=0.01, lr_scheduler_type="constant", max_grad_norm=1e-3, report_to=[], use_cpu=True,
            disable_tqdm=True, save_strategy="no", dataloader_pin_memory=False, data_seed=1, seed=1,
        )
        model = Model()
        trainer = Trainer(model=model, args=arguments, train_dataset=Dataset(),
                          callbacks=[hugging_face_callback(str(self.folder), every=3), Asker()])
        trainer.train()
        return trainer

    def test_lines(self) -> None:
        self.train()
        training = self.lines("training")
        self.assertEqual([line["step"] for line in training], [1, 2, 3, 4, 5, 6])
        self.assertEqual({line["learningRate"] for line in training}, {0.01})
        self.assertTrue(all(line["gradNorm"] > line["maxGradNorm"] == 1e-3 for line in training))
        self.assertEqual(sorted({(line["step"], line["tokens"]) for line in self.lines("spectrum")}), [(1, 320), (3, 320), (6, 320)])
        for line, norms in zip([training[0], training[2], training[5]], self.lines("gradients")):
            self.assertEqual(norms["step"], line["step"])
            self.assertAlmostEqual(norms["total"], line["gradNorm"], delta=1e-4 * line["gradNorm"])
        self.assertEqual(self.lines("header")[0]["model"]["optimizer"], "AdamW")
        self.assertEqual(self.lines("end")[0]["reason"], "finished")

    def test_stop_file(self) -> None:
        trainer = self.train(stop_at=4)
        self.assertEqual(trainer.state.global_step, 4)
        self.assertTrue((self.folder / "out" / "checkpoint-4").is_dir())
        self.assertEqual(self.lines("end")[0]["reason"], "stop file")


def lightning_package() -> object | None:
    for name in ("lightning.pytorch", "pytorch_lightning"):
        if importlib.util.find_spec(name.partition(".")[0]) is not None:
            return importlib.import_module(name)
    return None


@unittest.skipIf(missing("lightning") and missing("pytorch_lightning"), missing("lightning"))
class LightningTest(RecorderTest):
    def train(self, stop_at: int | None = None) -> object:
        package = lightning_package()

        class Module(package.LightningModule):
            def __init__(inner) -> None:  # noqa: N805
                super().__init__()
                inner.stack = Stack()

            def training_step(inner, batch: dict, index: int) -> torch.Tensor:  # noqa: N805
                if stop_at is not None and index == 2 * stop_at - 2:
                    (self.folder / "plateau-stop").touch()
                return inner.stack(batch["x"])

            def configure_optimizers(inner) -> torch.optim.Optimizer:  # noqa: N805
                return torch.optim.SGD(inner.parameters(), 0.01)

        trainer = package.Trainer(
            max_steps=6, accelerator="cpu", accumulate_grad_batches=2, gradient_clip_val=1e-3, logger=False,
            enable_checkpointing=False, enable_progress_bar=False, enable_model_summary=False,
            callbacks=[lightning_callback(str(self.folder), every=3)],
        )
        self.module = Module()
        self.first = [value.clone() for value in self.module.stack.state_dict().values()]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            trainer.fit(self.module, torch.utils.data.DataLoader(Dataset(), batch_size=4))
        return trainer

    def test_lines(self) -> None:
        self.train()
        training = self.lines("training")
        self.assertEqual([line["step"] for line in training], [1, 2, 3, 4, 5, 6])
        model = Stack()
        model.load_state_dict(dict(zip(model.state_dict(), self.first)))
        rows = Dataset().rows[:8]
        with torch.no_grad():
            self.assertAlmostEqual(training[0]["loss"], float(model(rows)), delta=1e-5)
        expected = mean_norm(model, rows)
        self.assertAlmostEqual(training[0]["gradNorm"], expected, delta=1e-5 * expected)
        self.assertEqual((training[0]["learningRate"], training[0]["maxGradNorm"]), (0.01, 1e-3))
        self.assertEqual(sorted({(line["step"], line["tokens"]) for line in self.lines("spectrum")}), [(1, 320), (3, 320), (6, 320)])
        self.assertEqual(self.lines("end")[0]["reason"], "finished")

    def test_stop_file(self) -> None:
        trainer = self.train(stop_at=4)
        self.assertEqual(trainer.global_step, 4)
        checkpoint = torch.load(self.folder / "plateau-stop.ckpt", weights_only=False)
        self.assertEqual(checkpoint["global_step"], 4)
        self.assertEqual(self.lines("end")[0]["reason"], "stop file")


if __name__ == "__main__":
    unittest.main()
