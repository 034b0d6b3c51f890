"""Which modules are taken for feed-forward layers."""

from __future__ import annotations

import contextlib
import io
import unittest

import torch
from torch import nn

from support import RecorderTest, Stack
from plateau_recorder import PlateauRecorder, find_feed_forwards


def tree(linear: dict[str, tuple[int, int]]) -> nn.Module:
    """A module with linear layers at the given paths."""
    root = nn.Module()
    for path, (inputs, outputs) in linear.items():
        parent = root
        *containers, name = path.split(".")
        for part in containers:
            if not hasattr(parent, part):
                parent.add_module(part, nn.Module())
            parent = getattr(parent, part)
        parent.add_module(name, nn.Linear(inputs, outputs))
    return root


def attention(path: str) -> dict[str, tuple[int, int]]:
    return {f"{path}.{name}": (8, 8) for name in ("q_proj", "k_proj", "v_proj", "o_proj")}


class Conv1D(nn.Module):
    """As GPT-2 of Hugging Face has it: the weight is [inputs, outputs]."""

    def __init__(self, outputs: int, inputs: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(inputs, outputs))


class LayersTest(RecorderTest):
    def found(self, model: nn.Module, **options) -> list[tuple]:
        names = {id(module): name for name, module in model.named_modules()}
        return [(layer.layer, layer.name, names[id(layer.up)], names[id(layer.down)], layer.width)
                for layer in find_feed_forwards(model, **options)]

    def test_gated(self) -> None:
        mlp = "model.layers.{}.mlp"
        linear = {}
        for layer in (0, 1):
            linear |= attention(f"model.layers.{layer}.self_attn")
            linear |= {f"{mlp}.{name}".format(layer): size
                       for name, size in (("up_proj", (8, 24)), ("gate_proj", (8, 24)), ("down_proj", (24, 8)))}
        self.assertEqual(self.found(tree(linear)), [
            (layer, mlp.format(layer), f"{mlp}.gate_proj".format(layer), f"{mlp}.down_proj".format(layer), 24) for layer in (0, 1)
        ])

    def test_gate_and_value_in_one(self) -> None:
        model = tree({"layers.4.mlp.gate_up_proj": (8, 48), "layers.4.mlp.down_proj": (24, 8)})
        self.assertEqual(self.found(model), [(4, "layers.4.mlp", "layers.4.mlp.gate_up_proj", "layers.4.mlp.down_proj", 24)])

    def test_bert(self) -> None:
        block = "encoder.layer.0"
        model = tree(attention(f"{block}.attention.self") | {
            f"{block}.attention.output.dense": (8, 8), f"{block}.intermediate.dense": (8, 32), f"{block}.output.dense": (32, 8)})
        self.assertEqual(self.found(model), [(0, block, f"{block}.intermediate.dense", f"{block}.output.dense", 32)])

    def test_gpt2(self) -> None:
        model = nn.Module()
        model.h = nn.ModuleList([nn.Module()])
        model.h[0].mlp = nn.Module()
        model.h[0].mlp.c_fc, model.h[0].mlp.c_proj = Conv1D(32, 8), Conv1D(8, 32)
        self.assertEqual(self.found(model), [(0, "h.0.mlp", "h.0.mlp.c_fc", "h.0.mlp.c_proj", 32)])

    def test_transformer_encoder_of_torch(self) -> None:
        model = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 32, batch_first=True), 2)
        self.assertEqual([layer[:2] for layer in self.found(model)], [(0, "layers.0"), (1, "layers.1")])

    def test_by_shape(self) -> None:
        model = nn.Sequential(nn.Sequential(nn.Linear(8, 20), nn.ReLU(), nn.Linear(20, 8)), nn.Linear(8, 3))
        self.assertEqual(self.found(model), [(0, "0", "0.0", "0.2", 20)])

    def test_width_equal_to_the_model(self) -> None:
        model = tree(attention("h.0.attn") | {"h.0.mlp.fc1": (8, 8), "h.0.mlp.fc2": (8, 8)})
        self.assertEqual(self.found(model), [(0, "h.0.mlp", "h.0.mlp.fc1", "h.0.mlp.fc2", 8)])

    def test_experts_share_their_block(self) -> None:
        experts = [f"layers.3.experts.{expert}" for expert in (0, 1)]
        model = tree({f"{name}.{part}": size for name in experts
                      for part, size in (("w1", (8, 16)), ("w2", (16, 8)), ("w3", (8, 16)))})
        self.assertEqual(self.found(model), [(3, name, f"{name}.w1", f"{name}.w2", 16) for name in experts])

    def test_encoder_and_decoder_are_numbered_on(self) -> None:
        blocks = [f"{side}.block.0.ff" for side in ("encoder", "decoder")]
        model = tree({f"{block}.{part}": size for block in blocks for part, size in (("wi", (8, 16)), ("wo", (16, 8)))})
        self.assertEqual([layer[:2] for layer in self.found(model)], list(enumerate(blocks)))

    def test_adapters_are_not_looked_into(self) -> None:
        model = tree(attention("h.0.attn"))
        model.h = nn.Module()
        projection = nn.Linear(8, 8)
        projection.lora_A, projection.lora_B = nn.Linear(8, 2), nn.Linear(2, 8)
        model.h.projection = projection
        self.assertEqual(self.found(model), [])

    def test_named_by_hand(self) -> None:
        model = tree({"a.first": (8, 16), "a.odd": (8, 5), "a.second": (16, 8), "a.rest": (3, 3)})
        self.assertEqual(self.found(model), [])
        self.assertEqual(self.found(model, layers=[("a.first", "a.second")]), [(0, "a", "a.first", "a.second", 16)])
        with self.assertRaisesRegex(ValueError, "a.third"):
            find_feed_forwards(model, [("a.first", "a.third")])

    def test_model_without_any(self) -> None:
        recorder = PlateauRecorder(nn.Linear(3, 3), self.folder)
        recorder.step(1.0)
        recorder.close()
        self.assertEqual(len(self.lines("training")), 1)
        self.assertEqual(self.lines("spectrum"), [])

    def test_compiled_names(self) -> None:
        model = Stack()
        model.blocks[0] = torch.compile(model.blocks[0], backend="eager")
        layers = find_feed_forwards(torch.compile(model, backend="eager"))
        self.assertEqual([layer.name for layer in layers], ["blocks.0", "blocks.1"])


class NothingToSeeTest(RecorderTest):
    """What is said where there is nothing to measure."""

    def said(self, model: nn.Module) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stderr(printed):
            PlateauRecorder(model, self.folder).close()
        return printed.getvalue()

    def test_experts_that_are_no_modules(self) -> None:
        model = nn.Module()
        model.experts = nn.ParameterDict({"gate_up_proj": nn.Parameter(torch.randn(2, 8, 4))})
        self.assertIn("the experts are stacked", self.said(model))
        self.assertIn("name them with layers", self.said(nn.Linear(3, 2)))


if __name__ == "__main__":
    unittest.main()
