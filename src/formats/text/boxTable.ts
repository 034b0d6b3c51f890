import { parseNumber } from './number';
import type { TextPreset, TextSink } from './preset';

/**
 * Tables drawn with bars and dashes, one for each record: Stable-Baselines, OpenAI's baselines, guided diffusion, Spinning Up. A name
 * that ends with a slash is a section of those below it.
 */
export const boxTable: TextPreset<BoxState> = {
  id: 'box-table',
  label: 'table of records',
  signature: /^\| +(?:total_timesteps|ep_rew_mean|ep_len_mean|loss_q\d|n_updates|serial_timesteps|total_timesteps|nupdates|EpRewMean|eprewmean|explained_variance|approx_kl|AverageEpRet|TotalEnvInteracts|grad_norm) +\| +[-\d.e+]+ *\|$/,
  banner: /^\| +\S.{0,80} +\| .{0,30}\|$|^-{10,}$/,
  start: () => ({ section: '', row: [] }),
  parse(line, state, sink) {
    if (line.startsWith('---')) flush(state, sink);
    const match = row.exec(line);
    if (match) takeRow(match, state);
  },
  finish: flush,
};

interface BoxState {
  section: string;
  row: [string, number][];
}

const row = /^\| +(\S(?:.{0,60}?\S)?) +\| +(?:(\S{1,30}) +)?\|$/;

function takeRow([, name, text = '']: RegExpExecArray, state: BoxState): void {
  if (name.endsWith('/')) state.section = name;
  const value = text === '' ? undefined : parseNumber(text);
  if (value !== undefined) state.row.push([state.section + name, value]);
}

const steps = [/(?:^|\/)total_timesteps$|^TotalEnvInteracts$|^TimestepsSoFar$/, /^step$/, /^(?:serial_timesteps|nupdates|iterations|Epoch)$/];

function flush(state: BoxState, sink: TextSink): void {
  const { row: record } = state;
  if (record.length === 0) return;
  Object.assign(state, { row: [], section: '' });
  const counter = steps.map((pattern) => record.find(([name]) => pattern.test(name))).find((found) => found !== undefined);
  if (!counter) return;
  sink.at(counter[1]);
  for (const [name, value] of record) if (name !== counter[0]) sink.put(name, value);
}
