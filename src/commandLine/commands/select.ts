import { formattedSelection, selectionFormats, type FormattedSelection, type SelectionFormat } from '../../analyzers/blueprint/selectionFormats';
import { loadBlueprint } from '../../engine/gradients/loadBlueprint';
import { formatPercent } from '../../model/format';
import type { Command, Invocation } from '../command';
import { failed, jsonOption, toJson } from '../command';

/** `plateau select`: which modules to update within a budget. */
export const select: Command = {
  name: 'select',
  usage: 'BLUEPRINT  which modules to update within a share of the parameters, as a framework expects them',
  options: {
    budget: { value: 'SHARE', help: 'of the parameters of the blueprint that the chosen modules may hold, 0 to 1; without it the recommended share' },
    format: { value: 'NAME', help: `one of ${selectionFormats.join(', ')}; names by default` },
    json: jsonOption,
  },
  problemOf: (invocation) => {
    const question = questionOf(invocation);
    return 'error' in question ? question.error : undefined;
  },
  async run(invocation, { files }) {
    const question = questionOf(invocation);
    if ('error' in question) return failed(question.error);
    const blueprint = await loadBlueprint(invocation.paths[0], files);
    if ('error' in blueprint) return failed(blueprint.error);
    const budget = question.budget ?? blueprint.recommendation?.kStar;
    if (budget === undefined) return failed('The blueprint recommends no share: say one, --budget SHARE.');
    const selection = formattedSelection(blueprint, budget, question.format);
    if ('error' in selection) return failed(selection.error);
    return { text: invocation.options.has('json') ? toJson(plain(selection)) : described(selection), status: 0 };
  },
};

interface Question {
  readonly budget: number | undefined;
  readonly format: SelectionFormat;
}

function questionOf({ paths, options }: Invocation): Question | { readonly error: string } {
  if (paths.length > 1) return { error: 'Name one blueprint: plateau select BLUEPRINT --budget SHARE.' };
  const asked = options.get('budget');
  const budget = asked === undefined ? undefined : Number(asked || NaN);
  if (budget !== undefined && !(budget > 0 && budget <= 1)) return { error: `--budget is a share of the parameters above 0 and up to 1, like 0.2, not "${asked}".` };
  const format = selectionFormats.find((one) => one === (options.get('format') ?? ('names' satisfies SelectionFormat)));
  return format ? { budget, format } : { error: `There is no format ${options.get('format')}: use one of ${selectionFormats.join(', ')}.` };
}

/** What is chosen, and what to write into a configuration. */
function plain({ format, budget, selection, config, notes }: FormattedSelection) {
  const modules = selection.modules.map(({ name, parameters, energyShare, layer, role, assumed }) => ({ name, parameters, energyShare, layer, role, assumed }));
  return { format, budget, parameterShare: selection.parameterShare, energyShare: selection.energyShare, modules, ...config, notes };
}

function described({ selection, config, notes }: FormattedSelection): string {
  const { modules, parameterShare, energyShare } = selection;
  return [
    `${modules.length} modules with ${formatPercent(parameterShare)} of the parameters carry ${formatPercent(energyShare)} of the gradient energy`,
    ...Object.entries(config).flatMap(([key, value]) => (Array.isArray(value) ? [`${key}:`, ...value.map((one) => `  - ${String(one)}`)] : [`${key}: ${String(value)}`])),
    ...notes.map((note) => `# ${note}`),
  ].join('\n').replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}
