import { parseNumber } from './number';
import type { TextPreset } from './preset';

/** Lines of verl: `(TaskRunner pid=12) step:3 - actor/pg_loss:-0.01 - critic/score/mean:0.25 - …`, among prompts and answers. */
export const verl: TextPreset = {
  id: 'verl',
  label: 'verl',
  signature: /^(?:\([\w .-]{1,60}pid=\d+[^)]{0,60}\) )?step:\d+ - [a-z][\w.@-]*\/[\w/.@-]+(?:\([^)]{1,20}\))?:[-\d]/,
  start: () => ({}),
  parse(line, _state, sink) {
    const head = /^(?:\([^)]{1,160}\) )?step:(\d+) - /.exec(line);
    if (!head) return;
    sink.at(+head[1]);
    for (const field of line.slice(head[0].length).split(' - ')) {
      const colon = field.lastIndexOf(':');
      const name = field.slice(0, colon).trim();
      const value = parseNumber(field.slice(colon + 1));
      if (colon > 0 && value !== undefined && name !== 'training/global_step') sink.put(name, value);
    }
  },
};
