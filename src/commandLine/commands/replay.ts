import { replayRun } from '../../analyzers/replay/replay';
import { formatNumber, formatPercent } from '../../model/format';
import type { StopperOutcome } from '../../model/report';
import type { Run } from '../../model/run';
import type { Settings } from '../../model/settings';
import type { Command } from '../command';
import { jsonOption, toJson } from '../command';
import { withRuns } from '../withRuns';

/** `plateau replay`: what would have been said as each log grew. */
export const replay: Command = {
  name: 'replay',
  usage: 'PATH…  what would have been said as each log grew, and when it would have been stopped',
  options: { json: jsonOption, compare: { help: 'what other stopping rules would have done' } },
  run: (invocation, around) => withRuns(invocation, around, (runs) => {
    const replays = runs.map((run) => replayed(run, invocation.settings, invocation.options.has('compare')));
    return { text: invocation.options.has('json') ? toJson({ runs: replays }) : replays.map(report).join('\n'), status: 0 };
  }),
};

type Replayed = ReturnType<typeof replayed>;

function replayed(run: Run, settings: Settings, compare: boolean) {
  const { events, stop, others } = replayRun(run, settings);
  return { id: run.id, name: run.name, events, stop, others: compare ? others : undefined };
}

function report({ name, events, stop, others }: Replayed): string {
  return [
    `${name}: ${stop ? `stopped at step ${stop.step} by ${stop.rule}, ${outcome(stop)}` : 'not stopped'}`,
    ...events.map(({ step, rule, level }) => `  step ${step}: ${level} ${rule}`),
    ...(others ?? []).map((other) => `  ${other.name}: ${other.step === null ? 'does not stop' : `stops at step ${other.step}, ${outcome(other)}`}`),
  ].join('\n');
}

/** Of the whole log, as it is known by now. */
function outcome({ saved, regret }: Pick<StopperOutcome, 'saved' | 'regret'>): string {
  return `saves ${formatPercent(saved)}, keeps a model ${formatNumber(regret)} worse than the best`;
}
