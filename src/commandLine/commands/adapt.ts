import { AdaptationService } from '../../engine/adaptation/adaptationService';
import { readText } from '../../engine/files';
import { applyChanges } from '../../model/textChange';
import type { Command, Invocation } from '../command';
import { failed, jsonOption, toJson } from '../command';
import { budgetOption } from '../budgetOption';

/** `plateau adapt`: a configuration that trains what a blueprint recommends. */
export const adapt: Command = {
  name: 'adapt',
  usage: 'CONFIG  the configuration with the modules that a blueprint recommends: PEFT, axolotl, LLaMA-Factory or calls of LoraConfig',
  options: {
    by: { value: 'BLUEPRINT', help: 'a blueprint, or a run or checkpoint to make one from' },
    budget: budgetOption,
    output: { value: 'FILE', help: 'writes it there (-o FILE), else to the terminal' },
    json: jsonOption,
  },
  problemOf: ({ paths, options }) => (paths.length > 1 || !options.has('by') ? 'Name one configuration and a blueprint: plateau adapt CONFIG --by BLUEPRINT.' : undefined),
  async run({ paths: [path], options, settings }, { files, now, pool, write }) {
    const text = await readText(files.source(path), largest);
    if (text === undefined) return failed(`There is no configuration at ${path}: name a file of YAML, JSON or Python with the modules that are trained.`);
    const service = new AdaptationService({ tools: () => ({ files, settings, now, pool }), run: () => undefined, runsUsing: () => [] });
    const edit = await service.handlers.adapt({ path, text, source: sourceOf(options), budget: options.get('budget') ?? '', line: null });
    if ('error' in edit) return failed(edit.error);
    const [output, adapted] = [options.get('output'), applyChanges(text, edit.changes)];
    const said = [edit.title, ...edit.notes].join('\n');
    if (output !== undefined) await write(output, adapted);
    if (options.has('json')) return { text: toJson({ title: edit.title, notes: edit.notes, changes: edit.changes, configuration: adapted }), status: 0 };
    return output === undefined ? { text: adapted.replace(/\n$/, ''), status: 0, remark: said } : { text: said, status: 0 };
  },
};

const largest = 1 << 20;

function sourceOf(options: Invocation['options']): { readonly kind: 'file' | 'checkpoint'; readonly path: string } {
  const path = options.get('by') ?? '';
  return { kind: /\.json$/i.test(path) ? 'file' : 'checkpoint', path };
}
