"""Configurations that `plateau adapt` has edited select in real PEFT exactly the modules that `plateau select` names."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import re
import shutil
import subprocess
import unittest
from collections.abc import Iterable
from pathlib import Path

import torch
from torch import nn

from support import ROOT, RecorderTest
from plateau_recorder import PlateauRecorder

NODE = os.environ.get("PLATEAU_NODE") or shutil.which("node")
COMMAND_LINE = ROOT / "dist" / "cli.js"
MISSING = [name for name in ("peft", "transformers") if importlib.util.find_spec(name) is None]
LAYERS = 4

PEFT = {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 4, "lora_alpha": 8, "target_modules": ["q_proj", "v_proj"], "layers_pattern": None}
AXOLOTL = """base_model: example/tiny
datasets:
  - path: example/notes
adapter: lora
lora_r: 4
lora_alpha: 8  # twice the rank
lora_target_modules:
  - q_proj
  - v_proj
lora_target_linear: true
micro_batch_size: 2
"""
FULL_AXOLOTL = "base_model: example/tiny\nmicro_batch_size: 2\nunfrozen_parameters:\n  - lm_head.*\n"
LLAMA_FACTORY = "model_name_or_path: example/tiny\nstage: sft\nfinetuning_type: lora\nlora_rank: 4\nlora_target: all\n"
FREEZE = "model_name_or_path: example/tiny\nstage: sft\nfinetuning_type: freeze\nfreeze_trainable_layers: 2\n"
SCRIPT = """from peft import LoraConfig

config = LoraConfig(
    r=4,
    target_modules=["q_proj"],  # more?
    task_type="CAUSAL_LM",
)
"""


def llama() -> nn.Module:
    from transformers import LlamaConfig, LlamaForCausalLM

    return LlamaForCausalLM(LlamaConfig(vocab_size=64, hidden_size=16, intermediate_size=48, num_hidden_layers=LAYERS, num_attention_heads=2, num_key_value_heads=1))


def gpt2() -> nn.Module:
    """Its projections are called c_proj in the attention and in the MLP, and share a matrix for queries, keys and values."""
    from transformers import GPT2Config, GPT2LMHeadModel

    return GPT2LMHeadModel(GPT2Config(vocab_size=64, n_positions=32, n_embd=16, n_layer=LAYERS, n_head=2))


def plateau(*words: str | Path) -> str:
    done = subprocess.run([NODE, str(COMMAND_LINE), *map(str, words)], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


def adapted_names(model: nn.Module) -> set[str]:
    """Modules of a PEFT model with a LoRA layer, as the model without PEFT calls them."""
    from peft.tuners.lora import LoraLayer

    return {name.removeprefix("base_model.model.") for name, module in model.named_modules() if isinstance(module, LoraLayer)}


def with_lora(model: nn.Module, **options: object) -> set[str]:
    from peft import LoraConfig, get_peft_model

    return adapted_names(get_peft_model(model, LoraConfig(**options)))


def axolotl_adapter(model: nn.Module, cfg: dict) -> set[str]:
    """As `_build_peft_lora_config` of axolotl does it (src/axolotl/loaders/adapter.py, commit 01883e3)::

        lora_target_modules = cfg.lora_target_modules or []
        if cfg.lora_target_linear:
            lora_target_modules = list(set(lora_target_modules_as_list + linear_names))
        LoraConfig(r=cfg.lora_r, lora_alpha=cfg.lora_alpha, target_modules=lora_target_modules,
                   target_parameters=lora_target_parameters, layers_to_transform=cfg.peft_layers_to_transform,
                   layers_pattern=cfg.peft_layers_pattern, ...)
    """
    targets = cfg.get("lora_target_modules") or []
    if cfg.get("lora_target_linear"):
        targets = list({*targets, *(name.rpartition(".")[2] for name, module in model.named_modules() if isinstance(module, nn.Linear))})
    return with_lora(
        model, r=cfg["lora_r"], lora_alpha=cfg["lora_alpha"], target_modules=targets, target_parameters=cfg.get("lora_target_parameters") or [],
        layers_to_transform=cfg.get("peft_layers_to_transform"), layers_pattern=cfg.get("peft_layers_pattern"), task_type="CAUSAL_LM",
    )


def axolotl_unfrozen(model: nn.Module, patterns: list[str]) -> set[str]:
    """Trainable parameters as `freeze_layers_except` of axolotl leaves them (src/axolotl/utils/freeze.py, commit 107c67a)::

        self.name_regex = re.compile(re.sub(r"\\.(?!\\+)", "\\\\.", name_pattern))
        for name, param in model.named_parameters(): ... if pattern.match(name): param.requires_grad = True
    """
    expressions = [re.compile(re.sub(r"\.(?!\+)", "\\.", pattern)) for pattern in patterns]
    return {name for name, _ in model.named_parameters() if any(expression.match(name) for expression in expressions)}


def llama_factory_unfrozen(model: nn.Module, args: dict) -> set[str]:
    """Trainable parameters as `_setup_freeze_tuning` of LLaMA-Factory leaves them (src/llamafactory/model/adapter.py, commit 01d87b8)::

        elif finetuning_args.freeze_trainable_layers > 0:  # fine-tuning the last n layers if num_layer_trainable > 0
            trainable_layer_ids = range(max(0, num_layers - finetuning_args.freeze_trainable_layers), num_layers)
        else:  # fine-tuning the first n layers if num_layer_trainable < 0
            trainable_layer_ids = range(min(-finetuning_args.freeze_trainable_layers, num_layers))
        ...
            hidden_modules.add(name.split(".0.")[-1].split(".")[0])  # names with ".0.", else those with ".1."
        ...
            trainable_layers.append(".{:d}.{}".format(idx, module_name if module_name != "all" else ""))
        ...
        if any(trainable_layer in name for trainable_layer in trainable_layers)

    Texts are split at commas (`split_arg` in src/llamafactory/hparams/finetuning_args.py).
    """
    count, names = args["freeze_trainable_layers"], [name for name, _ in model.named_parameters()]
    hidden = {name.split(f".{layer}.")[-1].split(".")[0] for name in names for layer in [next((i for i in (0, 1) if f".{i}." in name), None)] if layer is not None}
    layers = range(max(0, LAYERS - count), LAYERS) if count > 0 else range(min(-count, LAYERS))
    parts = split_arg(args["freeze_trainable_modules"])
    if not hidden.issuperset(parts):
        raise ValueError(f"Module {parts} is not found, please choose from {hidden}")
    trainable = [f".{layer}.{part}" for part in parts for layer in layers]
    return {name for name in names if any(part in name for part in trainable)}


def split_arg(value: str | list[str]) -> list[str]:
    return [item.strip() for item in value.split(",")] if isinstance(value, str) else value


def parameters_of(model: nn.Module, modules: Iterable[str]) -> set[str]:
    """Parameters that stand in these modules themselves."""
    return {f"{name}.{parameter}" for name in modules for parameter, _ in model.get_submodule(name).named_parameters(recurse=False)}


@unittest.skipIf(MISSING or not NODE or not COMMAND_LINE.exists(), f"needs Node, a build and {', '.join(MISSING) or 'peft'}")
class AdaptationTest(RecorderTest):
    def setUp(self) -> None:
        super().setUp()
        self.folder.mkdir()

    def blueprint(self, model: nn.Module, emphasis: dict[str, float] | None = None) -> Path:
        """The blueprint of three steps with the recorder; `emphasis` multiplies the norms of some modules."""
        recorder = PlateauRecorder(model, self.folder / "trained", every=1)
        tokens = torch.randint(0, 64, (4, 24), generator=torch.Generator().manual_seed(3))
        for _ in range(3):
            model.zero_grad()
            model(input_ids=tokens, labels=tokens).loss.backward()
            recorder.step()
        recorder.close()
        path = self.folder / "made.blueprint.json"
        plateau("blueprint", self.folder / "trained", "-o", path)
        if emphasis:
            blueprint = json.loads(path.read_text(encoding="utf-8"))
            for one in blueprint["submodules"]:
                one["gradNormMean"] *= emphasis.get(one["name"], 1)
            path.write_text(json.dumps(blueprint), encoding="utf-8")
        return path

    def adapted(self, name: str, text: str, blueprint: Path, budget: float) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return plateau("adapt", path, "--by", blueprint, "--budget", str(budget))

    def chosen(self, blueprint: Path, budget: float, form: str = "peft") -> set[str]:
        selection = json.loads(plateau("select", blueprint, "--budget", str(budget), "--format", form, "--json"))
        return {one["name"] for one in selection["modules"]}

    def peft(self, text: str) -> dict:
        return {key: value for key, value in json.loads(text).items() if key != "peft_type"}

    def assert_adapters(self, make: type, blueprint: Path, budget: float) -> set[str]:
        """The same modules in PEFT's own configuration, a Python call, axolotl and LLaMA-Factory."""
        import yaml

        expected = self.chosen(blueprint, budget)
        self.assertEqual(with_lora(make(), **self.peft(self.adapted("adapter_config.json", json.dumps(PEFT, indent=2), blueprint, budget))), expected)
        cfg = yaml.safe_load(self.adapted("axolotl.yaml", AXOLOTL, blueprint, budget))
        self.assertEqual(axolotl_adapter(make(), cfg), expected)
        args = yaml.safe_load(self.adapted("llamafactory.yaml", LLAMA_FACTORY, blueprint, budget))
        self.assertEqual(with_lora(make(), r=args["lora_rank"], target_modules=split_arg(args["lora_target"]), task_type="CAUSAL_LM"), expected)
        script: dict = {}
        exec(self.adapted("train.py", SCRIPT, blueprint, budget), script)
        from peft import get_peft_model

        self.assertEqual(adapted_names(get_peft_model(make(), script["config"])), expected)
        return expected

    def test_recorded_gradients(self) -> None:
        for make in (llama, gpt2):
            with self.subTest(make.__name__):
                torch.manual_seed(2)
                blueprint = self.blueprint(make())
                expected = self.assert_adapters(make, blueprint, 0.2)
                self.assertGreater(len(expected), 0)
                shutil.rmtree(self.folder / "trained")

    def test_all_of_some_kinds_in_some_layers(self) -> None:
        strong = {f"model.layers.{layer}.self_attn.{kind}": 1e3 for layer in (1, 3) for kind in ("q_proj", "o_proj")}
        blueprint = self.blueprint(llama(), strong)
        size = 2 * 2 * 16 * 16 / sum(p.numel() for p in llama().parameters())
        self.assertEqual(self.assert_adapters(llama, blueprint, size), set(strong))
        edited = self.peft(self.adapted("adapter_config.json", json.dumps(PEFT), blueprint, size))
        self.assertEqual((sorted(edited["target_modules"]), edited["layers_to_transform"]), (["o_proj", "q_proj"], [1, 3]))

    def test_choices_that_are_no_product(self) -> None:
        """More than twenty names too, which PEFT shortens before it looks for them."""
        generator = random.Random(5)
        for make, budget in ((llama, 0.1), (llama, 0.5), (gpt2, 0.3), (gpt2, 0.6)):
            with self.subTest(make.__name__, budget=budget):
                names = [name for name, _ in make().named_modules()]
                blueprint = self.blueprint(make(), {name: 10 ** generator.uniform(-3, 3) for name in names})
                self.assert_adapters(make, blueprint, budget)
                shutil.rmtree(self.folder / "trained")

    def test_axolotl_without_an_adapter(self) -> None:
        import yaml

        for make, budget in ((llama, 0.3), (gpt2, 0.5)):
            with self.subTest(make.__name__):
                model = make()
                blueprint = self.blueprint(model)
                cfg = yaml.safe_load(self.adapted("axolotl.yaml", FULL_AXOLOTL, blueprint, budget))
                expected = parameters_of(model, self.chosen(blueprint, budget, "names"))
                self.assertEqual(axolotl_unfrozen(model, cfg["unfrozen_parameters"]), expected)
                shutil.rmtree(self.folder / "trained")

    def test_llama_factory_freezing(self) -> None:
        import yaml

        for make, strong in ((llama, 0), (llama, LAYERS - 1), (gpt2, LAYERS - 1)):
            with self.subTest(make.__name__, strong=strong):
                model = make()
                emphasis = {name: 100.0 for name, _ in model.named_modules() if f".{strong}." in name}
                blueprint = self.blueprint(model, emphasis)
                args = yaml.safe_load(self.adapted("llamafactory.yaml", FREEZE, blueprint, 0.3))
                trained = llama_factory_unfrozen(model, args)
                share = sum(p.numel() for name, p in model.named_parameters() if name in trained) / sum(p.numel() for p in model.parameters())
                self.assertEqual(args["freeze_trainable_layers"], -1 if strong == 0 else 1)
                self.assertTrue(0 < share <= 0.3, share)
                told = json.loads(plateau("select", blueprint, "--budget", "0.3", "--format", "llamafactory", "--json"))
                note = next(note for note in told["notes"] if "freeze_trainable_*" in note)
                self.assertIn(f"these hold {100 * share:.1f} % of the parameters", note)
                shutil.rmtree(self.folder / "trained")

    def test_another_model(self) -> None:
        from transformers import LlamaConfig, LlamaForCausalLM

        blueprint = self.blueprint(llama())
        LlamaForCausalLM(LlamaConfig(vocab_size=64, hidden_size=16, intermediate_size=40, num_hidden_layers=LAYERS, num_attention_heads=2, num_key_value_heads=1)).save_pretrained(self.folder / "base")
        text = AXOLOTL.replace("example/tiny", "./base")
        with self.assertRaisesRegex(RuntimeError, r"The blueprint is of another model: model\.layers\.\d\.mlp\.\w+ has 768 parameters in the blueprint and 640 in base"):
            self.adapted("axolotl.yaml", text, blueprint, 0.2)


if __name__ == "__main__":
    unittest.main()
