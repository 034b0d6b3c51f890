"""Makes the optimizer state of a GPT-2 small (python blueprintPeer.py make FILE), or computes the shares of its modules with PyTorch (python blueprintPeer.py FILE)."""
import json
import resource
import sys
import time

import torch


def shapes():
    width, layers = 768, 12
    yield 'transformer.wte.weight', (50257, width)
    yield 'transformer.wpe.weight', (1024, width)
    for i in range(layers):
        block = f'transformer.h.{i}'
        yield f'{block}.ln_1.weight', (width,)
        yield f'{block}.ln_1.bias', (width,)
        for name, outputs, inputs in (('attn.c_attn', 3 * width, width), ('attn.c_proj', width, width)):
            yield f'{block}.{name}.weight', (outputs, inputs)
            yield f'{block}.{name}.bias', (outputs,)
        yield f'{block}.ln_2.weight', (width,)
        yield f'{block}.ln_2.bias', (width,)
        for name, outputs, inputs in (('mlp.c_fc', 4 * width, width), ('mlp.c_proj', width, 4 * width)):
            yield f'{block}.{name}.weight', (outputs, inputs)
            yield f'{block}.{name}.bias', (outputs,)
    yield 'transformer.ln_f.weight', (width,)
    yield 'transformer.ln_f.bias', (width,)


def make(path):
    torch.manual_seed(0)
    named = list(shapes())
    ordered = [n for n in named if len(n[1]) > 1] + [n for n in named if len(n[1]) < 2]
    matrices = sum(len(shape) > 1 for _, shape in named)
    state = {i: {'step': torch.tensor(1000.), 'exp_avg': torch.randn(shape) * 1e-3, 'exp_avg_sq': torch.rand(shape) * 1e-6} for i, (_, shape) in enumerate(ordered)}
    groups = [{'betas': (.9, .95), 'params': list(range(matrices))}, {'betas': (.9, .95), 'params': list(range(matrices, len(ordered)))}]
    weights = {name: torch.zeros(shape) for name, shape in named}
    torch.save({'model': weights, 'optimizer': {'state': state, 'param_groups': groups}, 'iter_num': 1000}, path)


def shares(path):
    checkpoint = torch.load(path, map_location='cpu', weights_only=True)
    state = checkpoint['optimizer']['state']
    energies = [float(own['exp_avg_sq'].double().sum()) for own in state.values()]
    names = [n for n, s in shapes() if len(s) > 1] + [n for n, s in shapes() if len(s) < 2]
    modules = {}
    for name, energy in zip(names, energies):
        module = name.rsplit('.', 1)[0]
        modules[module] = modules.get(module, 0) + energy / sum(energies)
    return modules


if sys.argv[1] == 'make':
    make(sys.argv[2])
else:
    started = time.perf_counter()
    found = shares(sys.argv[1])
    print(json.dumps({'seconds': time.perf_counter() - started, 'megabytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 'shares': found}))
