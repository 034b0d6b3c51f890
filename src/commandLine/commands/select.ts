import { budgetShare } from '../../analyzers/blueprint/budgetShare';
import { formattedSelection, selectionFormats, type FormattedSelection, type SelectionFormat } from '../../analyzers/blueprint/selectionFormats';
import { chooseSamples, type ChosenSamples } from '../../engine/gradients/chooseSamples';
import { loadBlueprint } from '../../engine/gradients/loadBlueprint';
import { loadSamples } from '../../engine/gradients/loadSamples';
import type { Blueprint } from '../../model/blueprint';
import { formatNumber, formatPercent } from '../../model/format';
import type { Command, Invocation, Surroundings } from '../command';
import { failed, jsonOption, toJson } from '../command';
import { budgetOption } from '../budgetOption';

/** `plateau select`: which modules to update within a budget. */
export const select: Command = {
  name: 'select',
  usage: 'BLUEPRINT  which modules to update within a share of the parameters, as a framework expects them',
  options: {
    budget: budgetOption,
    format: { value: 'NAME', help: `one of ${selectionFormats.join(', ')}; names by default` },
    samples: { value: 'TABLE', help: 'influence by sample (id with grad_norm or loss, or a recorder file): also which of them are worth keeping, and modules and samples together where norms by module are known' },
    keep: { value: 'SHARE', help: 'of the samples to keep, 0 to 1; without it the one with most gain per cost' },
    ids: { value: 'FILE', help: 'writes the ids of the samples to keep there, one a line; as JSON where it ends with .json' },
    json: jsonOption,
  },
  problemOf: (invocation) => {
    const question = questionOf(invocation);
    return 'error' in question ? question.error : undefined;
  },
  async run(invocation, { files, write }) {
    const question = questionOf(invocation);
    if ('error' in question) return failed(question.error);
    const blueprint = await loadBlueprint(invocation.paths[0], files);
    if ('error' in blueprint) return failed(blueprint.error);
    const budget = budgetFor(blueprint, invocation);
    if (typeof budget === 'object') return failed(budget.error);
    const selection = formattedSelection(blueprint, budget, question.format);
    if ('error' in selection) return failed(selection.error);
    const samples = await samplesOf(invocation, question.keep, blueprint, files);
    if (samples && 'error' in samples) return failed(samples.error);
    const exported = samples && await exportIds(samples.keep, invocation.options.get('ids'), write);
    if (exported) return failed(exported.error);
    if (invocation.options.has('json')) return { text: toJson({ ...plain(selection), ...(samples && { samples }) }), status: 0 };
    return { text: [described(selection), ...(samples ? samplesLines(samples) : [])].join('\n'), status: 0 };
  },
};

/** The share of the parameters that the person allows, else the one that the blueprint recommends. */
function budgetFor(blueprint: Blueprint, { options, settings }: Invocation): number | { readonly error: string } {
  const asked = options.get('budget');
  if (asked !== undefined) return budgetShare(asked, blueprint, settings);
  return blueprint.recommendation?.kStar ?? { error: 'The blueprint recommends no share: say one, --budget SHARE.' };
}

/** Which samples to keep, where a table of them is named. */
async function samplesOf({ options, settings }: Invocation, keep: number | undefined, blueprint: Blueprint, files: Surroundings['files']): Promise<ChosenSamples | { readonly error: string } | undefined> {
  const path = options.get('samples');
  const samples = path === undefined ? undefined : await loadSamples(path, files);
  return !samples || 'error' in samples ? samples : chooseSamples(samples, blueprint, settings, keep);
}

async function exportIds(ids: ChosenSamples['keep'], path: string | undefined, write: Surroundings['write']): Promise<{ readonly error: string } | undefined> {
  if (path === undefined) return undefined;
  const asJson = /\.json$/i.test(path);
  if (!asJson && ids.some((id) => /[\r\n]/.test(String(id)))) return { error: `Some ids have line breaks, so that ${path} cannot hold one a line: name a file that ends with .json.` };
  await write(path, asJson ? `${toJson(ids)}\n` : ids.map((id) => `${id}\n`).join(''));
  return undefined;
}

function samplesLines({ keep, share, gain, measure, joint }: ChosenSamples): readonly string[] {
  const alone = share === 1 ? `By ${measure}, all ${keep.length} samples are worth keeping: at this cost no part of them gives more gain per cost.`
    : `By ${measure}, ${keep.length} samples (${formatPercent(share)}) are kept: ${formatNumber(gain)} times the gain per cost of all.`;
  if (!joint) return [alone];
  const { k, q, modules, samples, independentGain, measuredGain, assumptions } = joint;
  if (k === 1 && q === 1) return [alone, 'Together, all modules and all samples win: at this cost no part of them gives more gain per cost.'];
  return [
    alone,
    `Together, ${modules.length} modules (${formatPercent(k)}) and ${samples.length} samples (${formatPercent(q)}) give ${formatNumber(measuredGain)} times the gain per cost of everything by the measured matrix, ${formatNumber(independentGain)} if the two were independent.`,
    ...assumptions.map((assumption) => `# ${assumption}`),
  ];
}

interface Question {
  readonly keep: number | undefined;
  readonly format: SelectionFormat;
}

function questionOf({ paths, options }: Invocation): Question | { readonly error: string } {
  if (paths.length > 1) return { error: 'Name one blueprint: plateau select BLUEPRINT --budget SHARE.' };
  const keep = shareOfSamples(options.get('keep'));
  if (typeof keep === 'object') return keep;
  if (!options.has('samples') && (keep !== undefined || options.has('ids'))) return { error: 'Say with --samples TABLE which samples there are to keep.' };
  const format = selectionFormats.find((one) => one === (options.get('format') ?? ('names' satisfies SelectionFormat)));
  return format ? { keep, format } : { error: `There is no format ${options.get('format')}: use one of ${selectionFormats.join(', ')}.` };
}

function shareOfSamples(asked: string | undefined): number | undefined | { readonly error: string } {
  const share = asked === undefined ? undefined : Number(asked || NaN);
  return share === undefined || (share > 0 && share <= 1) ? share : { error: `--keep is a share of the samples above 0 and up to 1, like 0.2, not "${asked}".` };
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
  ].join('\n');
}
