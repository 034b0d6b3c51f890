"""The peers of bench/spectra.mjs, for a safetensors file of float32 matrices. `svd FILE TYPE [OUT]` takes the singular values of all of
them with numpy in float64 or float32, writes their squares one after the other, and prints the seconds, wall and
processor, without reading and writing; `weightwatcher FILE` prints those of analyze() on linear layers with these weights."""
import json
import sys
import time

import numpy as np


def matrices(path):
    data = np.memmap(path, dtype=np.uint8, mode="r")
    start = 8 + int(data[:8].view("<u8")[0])
    header = json.loads(data[8:start].tobytes())
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        yield name, data[start + first : start + last].view("<f4").reshape(entry["shape"])


def timed(work):
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    print(time.perf_counter() - wall, time.process_time() - processor)
    return result


def svd(path, number_type, out=None):
    loaded = [np.array(matrix, dtype=number_type) for _, matrix in matrices(path)]
    values = timed(lambda: [np.linalg.svd(matrix, compute_uv=False) for matrix in loaded])
    if out:
        np.concatenate([value.astype("f8") ** 2 for value in values]).tofile(out)


def weightwatcher(path):
    import torch
    from weightwatcher import WeightWatcher

    layers = torch.nn.ModuleDict()
    for name, matrix in matrices(path):
        layer = torch.nn.Linear(*matrix.shape[::-1], bias=False)
        layer.weight = torch.nn.Parameter(torch.tensor(np.array(matrix)))
        layers[name.replace(".", "_")] = layer
    timed(WeightWatcher(model=layers).analyze)


{"svd": svd, "weightwatcher": weightwatcher}[sys.argv[1]](*sys.argv[2:])
