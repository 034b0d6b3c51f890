/** The baselines of the table, each from the losses to the index at which it stops, or undefined. */
export const baselines = [
  { name: 'patience 1', rule: (losses) => patience(losses, 1) },
  { name: 'patience 3', rule: (losses) => patience(losses, 3) },
  { name: 'patience 5', rule: (losses) => patience(losses, 5) },
  { name: 'patience 10', rule: (losses) => patience(losses, 10) },
  { name: 'Lightning 3, min_delta .01', rule: (losses) => patience(losses, 3, 0.01) },
  { name: 'marginal .05', rule: (losses) => marginal(losses, 0.05) },
  { name: 'marginal .2', rule: (losses) => marginal(losses, 0.2) },
];

/** What stopping at an index saves and costs; the whole curve when undefined. */
export function outcome({ steps, losses }, index) {
  const at = index ?? losses.length - 1;
  const least = (until) => losses.slice(0, until + 1).reduce((a, b) => Math.min(a, b));
  return { saved: 1 - steps[at] / steps[steps.length - 1], regret: least(at) - least(losses.length - 1), stopped: at < losses.length - 1 };
}

export function mean(values) {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}

function patience(losses, limit, minDelta = 0) {
  let best = Infinity;
  let wait = 0;
  for (let i = 0; i < losses.length; i++) {
    if (losses[i] < best - minDelta) [best, wait] = [losses[i], 0];
    else if (++wait >= limit) return i;
  }
  return undefined;
}

/** Gain per planned budget over a window of three evaluations, below η twice in a row. */
function marginal(losses, eta) {
  const window = 3;
  let below = 0;
  for (let i = window; i < losses.length; i++) {
    below = ((losses[i - window] - losses[i]) * (losses.length - 1)) / window < eta ? below + 1 : 0;
    if (below >= 2) return i;
  }
  return undefined;
}
