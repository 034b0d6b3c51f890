// node bench/simulatedStops.mjs [curves per row=60]
// Power laws with noise whose truth is known, as training losses: how often the interval of what the rest of the budget buys holds the truth,
// and how often and how far the stop is off, by kind and size of the noise.
import { loadSource } from './loadSource.mjs';

const curvesPerRow = Number(process.argv[2] ?? 60);
const plateau = await loadSource(
  'analyzers/returns/marginalReturnTrace', 'analyzers/returns/marginalReturnCheck', 'analyzers/returns/marginalReturnChecks', 'model/series', 'model/settings',
);
const threshold = 0.05;
const settings = { ...plateau.defaultSettings, 'marginalReturn.threshold': threshold };
const noises = [
  ['independent', (draw) => draw.normal],
  ['Student t, 2 degrees', (draw) => () => draw.normal() / Math.sqrt((draw.normal() ** 2 + draw.normal() ** 2) / 2)],
  ['AR(1), .5', (draw) => autoregressive(draw, 0.5)],
  ['AR(1), .8', (draw) => autoregressive(draw, 0.8)],
  ['AR(1), .95', (draw) => autoregressive(draw, 0.95)],
];

coverageTable();
stopTable();

function coverageTable() {
  console.log('Share of the 95 % intervals of what the rest of the budget buys that hold the truth; checks at a fifth, two, three and four fifths of the run');
  console.log(row(['points', 'noise', 'deviation', 'held', 'truth below', 'truth above', 'mean width']));
  for (const length of [60, 400]) for (const [name, noise] of noises) for (const deviation of [0.003, 0.03, 0.1]) {
    const seen = simulate(length, noise, deviation).flatMap((curve) => [0.2, 0.4, 0.6, 0.8].map((share) => {
      const trace = traceOf(curve);
      const index = trace.points.steps.findLastIndex((step) => step <= share * length);
      const { low, high } = plateau.remainingAt(trace, index);
      return { low, high, truth: curve.law(trace.points.steps[index]) - curve.law(length) };
    }));
    const count = (holds) => (seen.filter(holds).length / seen.length).toFixed(3);
    console.log(row([
      length, name, deviation, count(({ low, high, truth }) => truth >= low && truth <= high),
      count(({ low, truth }) => truth < low), count(({ high, truth }) => truth > high),
      (seen.reduce((sum, { low, high }) => sum + high - low, 0) / seen.length).toFixed(3),
    ]));
  }
}

function stopTable() {
  console.log(`\nStops at a threshold of ${threshold}. False: the true marginal return is still above twice the threshold. Regret: of the law, without noise`);
  console.log(row(['points', 'noise', 'deviation', 'stopped', 'false', 'off by', 'regret']));
  for (const length of [60, 400]) for (const [name, noise] of noises.slice(0, 2)) for (const deviation of [0.001, 0.01, 0.03, 0.1, 0.3]) {
    const stops = simulate(length, noise, deviation).map((curve) => {
      const stop = plateau.firstStop(traceOf(curve), settings);
      const at = stop ?? length;
      const ideal = Array.from({ length: length - 2 }, (_, i) => i + 2).find((step) => trueReturns(curve.law, step, length).most < threshold) ?? length;
      return {
        stopped: Number(stop !== undefined), wrong: Number(at < length && trueReturns(curve.law, at, length).most > 2 * threshold),
        off: Math.abs(at - ideal) / length, regret: curve.law(at) - curve.law(length),
      };
    });
    const mean = (key, digits) => (stops.reduce((sum, one) => sum + one[key], 0) / stops.length).toFixed(digits);
    console.log(row([length, name, deviation, mean('stopped', 2), mean('wrong', 3), mean('off', 3), mean('regret', 4)]));
  }
}

/** Laws E + A·((t + t₀)/(1 + t₀))^(−α) with E in 1…3, A in .3…2.3, α in .3…1.2, t₀ in .1…30 steps. */
function simulate(length, noise, deviation) {
  const draw = drawing(17);
  return Array.from({ length: curvesPerRow }, () => {
    const [E, A, alpha, t0] = [1 + 2 * draw.uniform(), 0.3 + 2 * draw.uniform(), 0.3 + 0.9 * draw.uniform(), 10 ** (-1 + 2.5 * draw.uniform())];
    const law = (step) => E + A * ((step + t0) / (1 + t0)) ** -alpha;
    const next = noise(draw);
    return { law, losses: Array.from({ length }, (_, i) => law(i + 1) + deviation * next()) };
  });
}

/** The greatest and the least true return over the stretches that a check looks at, per budget. */
function trueReturns(law, step, length) {
  const shortest = Math.min(length - step, Math.max(1, 0.08 * length));
  const over = (stretch) => ((law(step) - law(step + stretch)) * length) / stretch;
  return step < length ? { most: over(shortest), least: over(length - step) } : { most: 0, least: 0 };
}

function traceOf({ losses }) {
  const series = new plateau.Series('loss/train');
  losses.forEach((loss, i) => series.push(i + 1, loss));
  return plateau.marginalReturnTrace({
    id: 'simulated', name: 'simulated', sources: [], series: [series], plan: { maxSteps: losses.length }, model: {}, hyperparameters: {}, configs: [],
    checkpoints: [], status: 'active', statusReason: '', skippedRecords: 0,
  }, settings);
}

/** Of unit variance, from its stationary distribution on. */
function autoregressive(draw, correlation) {
  let value = draw.normal();
  return () => (value = correlation * value + Math.sqrt(1 - correlation ** 2) * draw.normal());
}

function drawing(seed) {
  const uniform = uniformFrom(seed);
  return { uniform, normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()) };
}

/** Mulberry32. */
function uniformFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    const first = Math.imul(state ^ (state >>> 15), 1 | state);
    const second = (first + Math.imul(first ^ (first >>> 7), 61 | first)) ^ first;
    return ((second ^ (second >>> 14)) >>> 0) / 4294967296;
  };
}

function row([first, ...rest]) {
  return [String(first).padEnd(6), ...rest.map((cell) => String(cell).padStart(20).slice(-20))].join('  ');
}
