"""The peer of bench/scaling.mjs: L = E + A/N^alpha + B/D^beta by L-BFGS-B from a grid of starts (Hoffmann et al. 2022, appendix D.2;
Besiroglu et al. 2024), the Huber loss of log L, with the analytic gradient."""
import csv
import itertools
import json
import sys
import time

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

DELTA = 1e-3
rows = [tuple(float(row[name]) for name in ("Model Size", "Training FLOP", "loss")) for row in csv.DictReader(open(sys.argv[1]))]
rows = sorted(rows, key=lambda row: row[2])[:-5]
n, flops, loss = np.array(rows).T
log_n, log_d, log_loss = np.log(n), np.log(flops / (6 * n)), np.log(loss)


def objective(p):
    """Value and gradient in log A, log B, log E, alpha, beta."""
    a, b, e, alpha, beta = p
    terms = np.stack([a - alpha * log_n, b - beta * log_d, np.full_like(log_n, e)])
    fitted = logsumexp(terms, axis=0)
    r = fitted - log_loss
    size = np.abs(r)
    value = np.where(size <= DELTA, 0.5 * r**2, DELTA * (size - 0.5 * DELTA)).sum()
    pull = np.clip(r, -DELTA, DELTA) * np.exp(terms - fitted)
    return value, np.array([pull[0].sum(), pull[1].sum(), pull[2].sum(), -(pull[0] * log_n).sum(), -(pull[1] * log_d).sum()])


def fit(start):
    return minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-12})


grid = list(itertools.product(np.arange(0, 30, 5), np.arange(0, 30, 5), np.arange(-1, 1.5, 0.5), np.arange(0, 2.5, 0.5), np.arange(0, 2.5, 0.5)))
count = min(int(sys.argv[2]), len(grid))
chosen = [grid[i] for i in np.linspace(0, len(grid) - 1, count).round().astype(int)]
started = time.perf_counter()
best = min(fit(start).fun for start in chosen)
seconds = time.perf_counter() - started
started = time.perf_counter()
single = fit((6.0, 7.5, 0.6, 0.35, 0.37)).fun
print(json.dumps({"starts": len(grid), "timed": count, "seconds": seconds, "objective": best,
                  "single": {"seconds": time.perf_counter() - started, "objective": single}}))
