// The Chinchilla law of the replication (240 points of a CSV table: Model Size, Training FLOP, loss; the file is the argument, by
// default the one of the tests) against multi-start L-BFGS in SciPy, from the 4,500 starts of Hoffmann et al. and, as a lower bound
// for any replication, from a single one (PYTHON names the interpreter, STARTS limits the starts that are timed).
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSource } from './loadSource.mjs';

const file = process.argv[2] ?? fileURLToPath(new URL('../test/fixtures/scaling/chinchilla.csv', import.meta.url));
const { bootstrap, chinchillaLaw, readTable, refit, sweepOf, variableProjection } = await loadSource(
  'numerics/scaling/bootstrap', 'numerics/scaling/lossLaws', 'numerics/scaling/variableProjection', 'formats/tables/readTable',
  'analyzers/scaling/sweep',
);

const sweep = sweepOf(readTable(file, readFileSync(file)), {}, 5);
if ('error' in sweep) throw new Error(sweep.error);
const misfit = { residuals: 'log', scale: 1e-3 };
const fitOnce = () => variableProjection(chinchillaLaw(sweep.n, sweep.d), sweep.loss, misfit);

const times = [];
for (let round = 0; round < 7; round++) {
  const started = performance.now();
  fitOnce();
  times.push(performance.now() - started);
}
const ours = { objective: fitOnce().objective, seconds: times.sort((a, b) => a - b)[3] / 1000 };
console.log(`plateau  ${ours.seconds.toFixed(3)} s (median of 7; the first, not yet compiled, is among them)  objective ${ours.objective.toPrecision(10)}`);

const law = chinchillaLaw(sweep.n, sweep.d);
const started = performance.now();
bootstrap(sweep.n.length, fitOnce(), (weights, start) => refit(law, sweep.loss, { ...misfit, weights }, start), 1000);
console.log(`plateau  1,000 bootstrap refits in ${((performance.now() - started) / 1000).toFixed(2)} s (target 10)`);

const peer = scipy();
if (!peer) console.log('No peer: Python with SciPy was not found. Name an interpreter in PYTHON.');
else {
  const { starts, timed, seconds, objective, single } = peer;
  const whole = (seconds / timed) * starts;
  console.log(`scipy    ${whole.toFixed(1)} s for ${starts} starts (${timed} of them timed, evenly spread)  best objective ${objective.toPrecision(10)}`);
  console.log(`scipy    ${single.seconds.toFixed(3)} s for one start (a guess near the published parameters)  objective ${single.objective.toPrecision(10)}`);
  console.log(`ratio to all starts: ${(whole / ours.seconds).toFixed(0)} (target 20); to one start: ${(single.seconds / ours.seconds).toFixed(2)}`);
  console.log(`objective minus SciPy's best: ${(ours.objective - objective).toExponential(1)} (target: at most 0); to that of one start: ${(ours.objective - single.objective).toExponential(1)}`);
}

function scipy() {
  try {
    const script = fileURLToPath(new URL('scalingPeer.py', import.meta.url));
    return JSON.parse(execFileSync(process.env.PYTHON ?? 'python3', [script, file, process.env.STARTS ?? '300'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
  } catch {
    return undefined;
  }
}
