"""The peer of bench/tails.mjs: xmin by powerlaw's own search, then its four alternatives at that xmin."""
import contextlib
import importlib.metadata
import io
import json
import sys
import time
import warnings

import numpy as np
import powerlaw

warnings.filterwarnings("ignore")
names = {"exponential": "exponential", "lognormal": "lognormal", "stretched exponential": "stretched_exponential", "cutoff": "truncated_power_law"}
values = np.loadtxt(sys.argv[1])
started = time.perf_counter()
with contextlib.redirect_stdout(io.StringIO()):  # it prints its progress
    fit = powerlaw.Fit(values, verbose=False)
    alternatives = {name: float(getattr(fit, theirs).loglikelihoods(fit.data).sum()) for name, theirs in names.items()}
seconds = time.perf_counter() - started
# Its log-densities stop at the smallest floating-point number; the exponential's are far below that, so they are computed from its parameter.
rate = float(fit.exponential.Lambda)
alternatives["exponential"] = float(np.sum(np.log(rate) - rate * (np.asarray(fit.data) - fit.xmin)))
print(json.dumps({"version": importlib.metadata.version("powerlaw"), "seconds": seconds, "alpha": float(fit.alpha),
                  "xmin": float(fit.xmin), "logLikelihood": float(fit.power_law.loglikelihoods(fit.data).sum()), "alternatives": alternatives}))
