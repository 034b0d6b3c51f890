import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { marginalReturn, marginalReturnReport } from '../../../src/analyzers/marginalReturn';
import { replayRun } from '../../../src/analyzers/replay/replay';
import type { Plan } from '../../../src/model/plan';
import type { Run } from '../../../src/model/run';
import { defaultSettings, type Settings } from '../../../src/model/settings';
import { gaussian, mulberry } from '../random';
import { pointsOf, prefixOf, runWith, type Point } from './runWith';
import { publishedCurve } from './schedules/multiPowerLawCurves';

const columns = (name: string): string[][] =>
  readFileSync(new URL(`../../fixtures/learning-curves/${name}.csv`, import.meta.url), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));

const taskset = columns('taskset').map((row) => row.slice(3).map(Number));
const moddedNanogpt = [0, 1, 2, 3, 4].map((run) => columns('modded-nanogpt').filter(([id]) => Number(id) === run));

function evaluated(losses: readonly number[], plan: Plan = { maxSteps: losses.length - 1 }): Run {
  return runWith({ 'loss/eval': pointsOf(losses) }, { plan });
}

function withThreshold(threshold: number): Settings {
  return { ...defaultSettings, 'marginalReturn.threshold': threshold };
}

/** A curve that falls, then is flat with a small noise. */
const plateau = Array.from({ length: 61 }, (_, i) => 0.7 + 0.5 * Math.exp(-i / 3) + 0.0005 * Math.sin(12.9898 * i * i));

describe('on a prefix of the log', () => {
  it('says exactly what the replay of the whole log says of that step', () => {
    for (const losses of [...taskset.slice(0, 3), plateau]) {
      const run = evaluated(losses);
      const { stop } = replayRun(run, defaultSettings);
      for (let last = 3; last < losses.length - 1; last += 7) {
        const stopped = marginalReturn.analyse(prefixOf(run, last), defaultSettings).some(({ level }) => level === 'stop');
        const report = marginalReturnReport(prefixOf(run, last), defaultSettings);
        expect(stopped).toBe(report?.decision === 'stop');
        if (stop && last < stop.step) expect(stopped).toBe(false);
        if (stop && last === stop.step) expect(stopped).toBe(true);
      }
    }
  });

  it('gives no expectation outside of its interval', () => {
    const risen = Array.from({ length: 40 }, (_, i) => 0.35 + 0.3 * Math.exp(-i / 4) + 0.003 * Math.max(0, i - 12));
    for (const losses of [...taskset, plateau, risen]) {
      const report = marginalReturnReport(evaluated(losses, { maxSteps: 2 * losses.length }), defaultSettings);
      expect(report?.checks.filter(({ marginalReturn: value, low, high }) => !(low <= value && value <= high))).toEqual([]);
      if (report?.remaining) expect(report.remaining.value).toBeLessThanOrEqual(report.remaining.high);
    }
  });

  it('has the first checks of the whole log', () => {
    const { steps, losses, rates } = publishedCurve('cosine_24000');
    const run = runWith({
      'loss/train': Array.from(steps, (step, i): Point => [step, losses[i]]),
      learning_rate: Array.from(steps, (step, i): Point => [step, rates[i]]),
    }, { plan: { maxSteps: 24000 } });
    const whole = marginalReturnReport(run, defaultSettings);
    const part = marginalReturnReport(prefixOf(run, 12000), defaultSettings);
    expect(part?.checks.length).toBeGreaterThan(20);
    part?.checks.forEach((check, i) => {
      expect(check.step).toBe(whole?.checks[i].step);
      expect(check.probabilityBelow).toBeCloseTo(whole?.checks[i].probabilityBelow ?? NaN, 9);
      expect(check.decision).toBe(whole?.checks[i].decision);
    });
  });
});

describe('with training and evaluation loss', () => {
  it('replays the training loss until there are enough evaluations', () => {
    const run = runWith({ 'loss/train': pointsOf(plateau), 'loss/eval': pointsOf(plateau.slice(0, 12).map((_, i) => 2 - 0.1 * i), 5) }, { plan: { maxSteps: 60 } });
    expect(marginalReturnReport(prefixOf(run, 34), defaultSettings)?.metric).toBe('loss/train');
    expect(marginalReturnReport(prefixOf(run, 35), defaultSettings)?.metric).toBe('loss/eval');
    const { events } = replayRun(run, defaultSettings);
    for (const { step } of events.filter(({ rule }) => rule === 'marginal-return')) {
      expect(step).toBeLessThan(35);
      expect(marginalReturn.analyse(prefixOf(run, step), defaultSettings)[0]?.level).toBe('stop');
    }
    expect(events.some(({ rule }) => rule === 'marginal-return')).toBe(true);
  });

  it('goes by the evaluation loss from the start when it is logged as often', () => {
    const run = runWith({ 'loss/train': pointsOf(plateau), 'loss/eval': pointsOf(plateau.map((loss) => loss + 0.1)) });
    expect(marginalReturnReport(prefixOf(run, 3), defaultSettings)?.metric).toBe('loss/eval');
  });
});

describe('stop', () => {
  it('comes on a plateau, with what it saves in the sentence', () => {
    const run = evaluated(plateau.slice(0, 41), { maxSteps: 120 });
    const [finding] = marginalReturn.analyse(run, withThreshold(0.05));
    expect(finding).toMatchObject({ rule: 'marginal-return', level: 'stop' });
    expect(finding.since).toBeGreaterThan(6);
    expect(finding.since).toBeLessThan(41);
    expect(finding.headline).toMatch(/^Since step \d+ another 10 steps buy less than 0\.0042 \(95 %: .*\)\. Stopping saves 80 steps, 67 % of the budget\.$/);
  });

  it('comes later when less is asked of a step', () => {
    const stops = [0.3, 0.03, 0.003].map((threshold) => replayRun(evaluated(plateau), withThreshold(threshold)).stop?.step ?? Infinity);
    expect(stops[0]).toBeLessThan(stops[1]);
    expect(stops[1]).toBeLessThanOrEqual(stops[2]);
  });

  it('comes when a curve turns up', () => {
    const overfitting = Array.from({ length: 40 }, (_, i) => 0.5 + 0.3 * Math.exp(-i / 4) + 0.004 * Math.max(0, i - 12));
    expect(replayRun(evaluated(overfitting, { maxSteps: 200 }), defaultSettings).stop?.regret).toBeLessThan(0.005);
  });

  it('does not come while the loss falls steadily', () => {
    expect(replayRun(evaluated(Array.from({ length: 80 }, (_, i) => 4 - 0.03 * i)), defaultSettings).stop).toBeNull();
  });

  it('does not come at the first few training losses, however slowly they fall', () => {
    const slow = Array.from({ length: 60 }, (_, i) => 9.16 - 0.06 * (1 - Math.exp(-i / 4)) - 0.0004 * i ** 2);
    const said = (metric: string) => replayRun(runWith({ [metric]: pointsOf(slow) }), defaultSettings).stop;
    expect(said('loss/train')).toBeNull();
    expect(said('loss/eval')).not.toBeNull();
  });

  it('does not come for the last steps of a plan, though a rate of zero makes them worth nothing', () => {
    const decayedTo = (end: number): Run => {
      const rates = Array.from({ length: 151 }, (_, i): Point => [i, 1e-3 * Math.max(0, 1 - i / end)]);
      const losses = Array.from({ length: 151 }, (_, i): Point => [i, 1 + 1 / Math.sqrt(Math.min(i, end) + 1)]);
      return runWith({ 'loss/eval': losses, learning_rate: rates }, { plan: { maxSteps: 150 } });
    };
    expect(replayRun(decayedTo(148), defaultSettings).stop).toBeNull();
    expect(replayRun(decayedTo(130), defaultSettings).stop?.step).toBeLessThan(135);
  });

  it('comes only where the expected return lies below the threshold too, however little the noise lets one know', () => {
    const random = mulberry(11);
    const stopped = Array.from({ length: 20 }, () => {
      const losses = Array.from({ length: 60 }, (_, i) => 2 + (i + 1) ** -0.5 + 0.3 * gaussian(random));
      const report = marginalReturnReport(runWith({ 'loss/train': pointsOf(losses) }, { plan: { maxSteps: 60 } }), withThreshold(0.05));
      return report?.checks.filter(({ decision }) => decision === 'stop') ?? [];
    });
    expect(stopped.flat().length).toBeGreaterThan(0);
    expect(stopped.flat().filter(({ marginalReturn: expected }) => expected >= 0.05)).toEqual([]);
  });

  it('does not come on the validation curves of modded-nanogpt', () => {
    for (const rows of moddedNanogpt) {
      const run = runWith({ 'loss/eval': rows.map((row): Point => [Number(row[1]), Number(row[3])]) }, { plan: { maxSteps: Number(rows[0][2]) } });
      expect(replayRun(run, defaultSettings).stop).toBeNull();
    }
  });

  it('is a note on a run that is over', () => {
    const run = { ...evaluated(plateau), status: 'finished' as const };
    const [finding] = marginalReturn.analyse(run, defaultSettings);
    expect(finding.level).toBe('note');
    expect(finding.headline).toMatch(/^Could have stopped at step \d+: /);
  });

  it('is not held against a run whose rest was worth its cost after all', () => {
    const late = [...plateau.slice(0, 40), ...Array.from({ length: 40 }, (_, i) => plateau[39] - 0.02 * i)];
    const run = { ...evaluated(late, { maxSteps: late.length }), status: 'finished' as const };
    expect(replayRun(run, defaultSettings).stop?.step).toBeLessThan(41);
    expect(marginalReturn.analyse(run, defaultSettings)).toEqual([]);
  });

  it('goes by a metric of which more is better', () => {
    const accuracy = runWith({ accuracy: pointsOf(plateau.map((loss) => 1.3 - loss)) }, { plan: { maxSteps: 60 } });
    const settings: Settings = { ...defaultSettings, 'performance.metric': 'accuracy', 'performance.direction': 'higher' };
    expect(replayRun(accuracy, settings).stop?.regret).toBeLessThan(0.01);
  });
});

describe('a run that has learned nothing', () => {
  const constant = (losses: readonly number[], first = 0) => runWith({
    'loss/train': losses.map((loss, i): Point => [first + 10 * i, loss]),
    learning_rate: losses.map((_, i): Point => [first + 10 * i, 1e-3]),
  });
  const guessing = Array.from({ length: 100 }, (_, i) => Math.log(5) + 0.004 * Math.sin(12.9898 * i * i));
  const decayOf = (run: Run) => replayRun(run, defaultSettings).events.filter(({ rule }) => rule === 'decay-now');

  it('is promised nothing of a decay, other than one that has, or whose beginning is not in the log', () => {
    expect(decayOf(constant(guessing))).toEqual([]);
    expect(decayOf(constant([4, 3, 2.5, 2.2, 2, 1.9, 1.8, 1.7, 1.65, ...guessing])).length).toBeGreaterThan(0);
    expect(decayOf(constant(guessing, 5000)).length).toBeGreaterThan(0);
  });
});

describe('a loss in other units', () => {
  const curves: Record<string, readonly number[]> = Object.fromEntries([
    ...taskset.slice(0, 12).map((losses, i) => [`TaskSet ${i}`, losses]),
    ['modded-nanogpt', moddedNanogpt[0].map((row) => Number(row[3]))],
    ['a plateau', plateau],
  ]);

  it.each(Object.keys(curves))('is judged as before: %s', (name) => {
    const saidOf = (factor: number) => {
      const { events } = replayRun(evaluated(curves[name].map((loss) => factor * loss)), defaultSettings);
      return events.filter(({ rule }) => rule === 'marginal-return').map(({ step, level }) => [step, level]);
    };
    expect(saidOf(1e-3)).toEqual(saidOf(1));
    expect(saidOf(1e3)).toEqual(saidOf(1));
  });

  it('with a learning rate too', () => {
    const { steps, losses, rates } = publishedCurve('constant_72000');
    const saidOf = (factor: number) => replayRun(runWith({
      'loss/train': Array.from(steps, (step, i): Point => [step, factor * losses[i]]),
      learning_rate: Array.from(steps, (step, i): Point => [step, rates[i]]),
    }, { plan: { maxSteps: 60000 } }), defaultSettings).events.map(({ step, rule }) => [step, rule]);
    const said = saidOf(1);
    expect(said.length).toBeGreaterThan(0);
    expect(saidOf(1e-3)).toEqual(said);
    expect(saidOf(1e3)).toEqual(said);
  });

  it('stops, tiny or huge, where it is flat, unless the threshold is given in its units', () => {
    const tiny = evaluated(plateau.map((loss) => 1e-3 * loss));
    const falling = evaluated(Array.from({ length: 80 }, (_, i) => 1e-3 * (4 - 0.03 * i)));
    expect(replayRun(falling, defaultSettings).stop).toBeNull();
    expect(replayRun(falling, withThreshold(0.05)).stop).not.toBeNull();
    expect(replayRun(tiny, defaultSettings).stop?.step).toBe(replayRun(evaluated(plateau), defaultSettings).stop?.step);
    expect(marginalReturnReport(tiny, defaultSettings)?.threshold).toBeCloseTo(0.03 * 7e-4, 6);
  });

  it('has a threshold also where it goes below 0', () => {
    const likelihood = plateau.map((loss) => loss - 0.9);
    expect(replayRun(evaluated(likelihood), defaultSettings).stop?.regret).toBeLessThan(0.005);
    expect(marginalReturnReport(evaluated(likelihood), defaultSettings)?.threshold).toBeCloseTo(0.03 * 0.5, 3);
  });
});

describe('with a known schedule', () => {
  const plans: Record<string, Plan> = {
    constant_24000: { maxSteps: 24000, schedule: 'constant' },
    constant_72000: { maxSteps: 72000, schedule: 'constant' },
    cosine_24000: { maxSteps: 24000, schedule: 'cosine' },
    cosine_72000: { maxSteps: 72000, schedule: 'cosine' },
    wsd_20000_24000: { maxSteps: 24000, schedule: 'wsd', decayStart: 20000 },
    wsdld_20000_24000: { maxSteps: 24000, schedule: 'wsd', decayStart: 20000 },
  };

  it.each(Object.entries(plans))('never stops %s at a regret above .005, whatever the threshold', (name, plan) => {
    const { steps, losses, rates } = publishedCurve(name);
    const loss = Array.from(steps, (step, i): Point => [step, losses[i]]);
    const logs: Record<string, Point[]>[] = [{ 'loss/train': loss }, { 'loss/train': loss, learning_rate: Array.from(steps, (step, i): Point => [step, rates[i]]) }];
    for (const series of logs) {
      const run = runWith(series, { plan: { ...plan, warmupSteps: 2160, minRatio: 0.1 } });
      for (const threshold of [0.05, 0.2]) expect(replayRun(run, withThreshold(threshold)).stop?.regret ?? 0).toBeLessThanOrEqual(0.005);
    }
  });

  it('advises to start the decay on a plateau long before it, with a gain near what it brought', () => {
    const { steps, losses } = publishedCurve('wsd_20000_24000');
    const run = runWith({ 'loss/train': Array.from(steps, (step, i): Point => [step, losses[i]]) }, { plan: { ...plans.wsd_20000_24000, warmupSteps: 2160, minRatio: 0.1 } });
    const early = prefixOf(run, 17300);
    const finding = marginalReturn.analyse(early, withThreshold(0.3)).find(({ rule }) => rule === 'decay-now');
    expect(finding?.level).toBe('warning');
    const gain = marginalReturnReport(early, withThreshold(0.3))?.decayNow;
    expect(gain?.value).toBeGreaterThan(0.06);
    expect(gain?.value).toBeLessThan(0.25);
    expect(gain?.low).toBeLessThan(0.11);
    expect(gain?.high).toBeGreaterThan(0.11);
  });
});

describe('keeps quiet', () => {
  it('during the warm-up', () => {
    const run = runWith({ 'loss/train': pointsOf(plateau, 10) }, { plan: { maxSteps: 5000, schedule: 'linear', warmupSteps: 1000 } });
    expect(marginalReturn.analyse(run, defaultSettings)).toEqual([]);
    expect(marginalReturnReport(run, defaultSettings)?.decision).toBe('unsure');
  });

  it('on a loss without meaning', () => {
    const flat = pointsOf(Array.from({ length: 60 }, (_, i) => 0.001 * Math.sin(i)));
    expect(marginalReturn.analyse(runWith({ 'loss/train': flat, reward: flat, kl: flat }, { plan: { maxSteps: 100 } }), defaultSettings)).toEqual([]);
  });

  it('about values that are not finite, as if they were not there', () => {
    const gaps = pointsOf(plateau).flatMap(([step, value]): Point[] => [[step, value], [step + 0.5, NaN]]);
    const run = runWith({ 'loss/eval': gaps }, { plan: { maxSteps: 60 } });
    expect(replayRun(run, defaultSettings).stop?.step).toBe(replayRun(evaluated(plateau), defaultSettings).stop?.step);
  });

  it('about what a resumed run logged before it was resumed', () => {
    const resumed = runWith({ 'loss/eval': [...pointsOf(plateau.slice(0, 30)).map(([step]): Point => [step, 0.9]), ...pointsOf(plateau)] }, { plan: { maxSteps: 60 } });
    expect(replayRun(resumed, defaultSettings).stop?.step).toBe(replayRun(evaluated(plateau), defaultSettings).stop?.step);
  });
});

describe('report', () => {
  it('forecasts the rest of the plan with an interval that holds it', () => {
    const losses = Array.from({ length: 41 }, (_, i) => 3 + 2 * (i + 1) ** -0.7 + 0.002 * Math.sin(12.9898 * i * i));
    const report = marginalReturnReport(evaluated(losses, { maxSteps: 100 }), defaultSettings);
    const end = (report?.forecast?.steps.length ?? 0) - 1;
    const truth = 3 + 2 * 101 ** -0.7;
    expect(report?.forecast?.steps[end]).toBe(100);
    expect(report?.forecast?.low[end]).toBeLessThan(truth);
    expect(report?.forecast?.high[end]).toBeGreaterThan(truth);
    expect(Math.abs((report?.forecast?.median[end] ?? NaN) - truth)).toBeLessThan(0.03);
    expect(report).toMatchObject({ plannedSteps: 100, available: 41, schedule: 'unknown', metric: 'loss/eval' });
  });

  it('is undefined for a run without performance', () => {
    expect(marginalReturnReport(runWith({ grad_norm: pointsOf([1, 2]) }), defaultSettings)).toBeUndefined();
  });
});
