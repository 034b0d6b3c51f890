import { formattedSelection, selectionFormats, type FormattedSelection, type SelectionFormat } from '../../analyzers/blueprint/selectionFormats';
import { sampleSelection, type SampleSelection } from '../../analyzers/blueprint/sampleSelection';
import { loadBlueprint } from '../../engine/gradients/loadBlueprint';
import { loadSamples } from '../../engine/gradients/loadSamples';
import { formatNumber, formatPercent } from '../../model/format';
import type { Command, Invocation, Surroundings } from '../command';
import { failed, jsonOption, toJson } from '../command';

/** `plateau select`: which modules to update within a budget. */
export const select: Command = {
  name: 'select',
  usage: 'BLUEPRINT  which modules to update within a share of the parameters, as a framework expects them',
  options: {
    budget: { value: 'SHARE', help: 'of the parameters of the blueprint that the chosen modules may hold, 0 to 1; without it the recommended share' },
    format: { value: 'NAME', help: `one of ${selectionFormats.join(', ')}; names by default` },
    samples: { value: 'TABLE', help: 'influence by sample (id with grad_norm or loss, or a recorder file): also which of them are worth keeping' },
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
    const samples = await samplesOf(invocation, files);
    if (samples && 'error' in samples) return failed(samples.error);
    if (invocation.options.has('json')) return { text: toJson({ ...plain(selection), ...(samples && { samples }) }), status: 0 };
    return { text: [described(selection), ...(samples ? [samplesLine(samples)] : [])].join('\n'), status: 0 };
  },
};

type ChosenSamples = SampleSelection & { readonly measure: string };

/** Which samples to keep, where a table of them is named. */
async function samplesOf({ options, settings }: Invocation, files: Surroundings['files']): Promise<ChosenSamples | { readonly error: string } | undefined> {
  const path = options.get('samples');
  const samples = path === undefined ? undefined : await loadSamples(path, files);
  if (!samples || 'error' in samples) return samples;
  const chosen = sampleSelection(samples.ids, samples.influence, { fixed: settings['blueprint.dataCostFixed'], perFraction: settings['blueprint.dataCostPerFraction'] });
  return 'error' in chosen ? chosen : { ...chosen, measure: samples.measure };
}

function samplesLine({ keep, qStar, gain, measure }: ChosenSamples): string {
  return `By ${measure}, ${keep.length} samples (${formatPercent(qStar)}) are worth keeping: ${formatNumber(gain)} times the gain per cost of all.`;
}

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
