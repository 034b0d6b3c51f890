import { blendBlueprints } from '../../analyzers/blueprint/blendBlueprints';
import { blueprintOf } from '../../analyzers/blueprint/blueprintOf';
import { compareBlueprints, type BlueprintComparison } from '../../analyzers/blueprint/compareBlueprints';
import { gradientsAt } from '../../engine/gradients/gradientsAt';
import { loadBlueprint } from '../../engine/gradients/loadBlueprint';
import type { Blueprint, Submodule } from '../../model/blueprint';
import { formatInterval, formatNumber, formatPercent } from '../../model/format';
import type { Command, Invocation, Outcome, Surroundings } from '../command';
import { failed, toJson } from '../command';

/** `plateau blueprint`: which modules carry the gradient. */
export const blueprint: Command = {
  name: 'blueprint',
  usage: 'PATH  which modules carry the gradient, from a checkpoint with its optimizer, the norms in a run or another blueprint',
  options: {
    output: { value: 'FILE', help: 'writes it there (-o FILE), else to the terminal; *.blueprint.json is checked by the editor' },
    since: { value: 'CHECKPOINT', help: 'only of the steps since an earlier checkpoint of the same run' },
    blend: { value: 'BLUEPRINT', help: 'a released blueprint of the same model to blend with what is measured' },
    weight: { value: 'NUMBER', help: 'of the released blueprint in the blend, 0 to 1; 0.5 by default' },
    compare: { value: 'BLUEPRINT', help: 'says how what is measured differs from another blueprint of the same model' },
    json: { help: 'machine-readable, as without -o' },
  },
  problemOf: ({ paths }) => (paths.length > 1 ? 'Name one checkpoint or run: plateau blueprint PATH.' : undefined),
  async run(invocation, around) {
    const { options } = invocation;
    const made = await madeOf(invocation, around);
    if ('error' in made) return failed(made.error);
    const other = options.get('compare');
    if (other !== undefined) return compared(made, await loadBlueprint(other, around.files));
    const output = options.get('output');
    if (output !== undefined) await around.write(output, `${toJson(made)}\n`);
    return { text: output === undefined || options.has('json') ? toJson(made) : described(made), status: 0 };
  },
};

type Made = Blueprint | { readonly error: string };

/** What is measured at the path, blended where that is asked for. */
async function madeOf({ paths, options, settings }: Invocation, { files, now, pool }: Surroundings): Promise<Made> {
  const local = await localBlueprint({ paths, options, settings }, { files, now, pool });
  const released = options.get('blend');
  if ('error' in local || released === undefined) return local;
  const other = await loadBlueprint(released, files);
  return 'error' in other ? other : blendBlueprints(other, local, Number(options.get('weight') ?? 0.5), settings);
}

async function localBlueprint({ paths, options, settings }: Invocation, { files, now, pool }: Pick<Surroundings, 'files' | 'now' | 'pool'>): Promise<Made> {
  if (/\.json$/i.test(paths[0])) return loadBlueprint(paths[0], files);
  if ((await files.kindOf(paths[0])) === undefined) return { error: `There is nothing at ${paths[0]}: name a run, a checkpoint with its optimizer, or a blueprint.` };
  const measurement = await gradientsAt(paths[0], { files, settings, now, pool }, options.get('since'));
  if ('error' in measurement) return { error: `There are no gradients at ${paths[0]}: a blueprint needs norms by module in a log, or a checkpoint with the state of its optimizer. ${measurement.error}` };
  return blueprintOf(measurement, settings);
}

function compared(made: Blueprint, other: Made): Outcome {
  const comparison: BlueprintComparison | { readonly error: string } = 'error' in other ? other : compareBlueprints(made, other);
  return 'error' in comparison ? failed(comparison.error) : { text: toJson(comparison), status: 0 };
}

function described({ submodules, model, source, rankFit, recommendation, notes }: Blueprint): string {
  const shown = submodules.slice(0, most);
  return [
    `${submodules.length} modules${model.parameters === null ? '' : ` with ${formatNumber(model.parameters)} parameters`}, from the ${source}`,
    ...shown.map(line),
    ...(submodules.length > most ? [`  and ${submodules.length - most} more`] : []),
    ...(rankFit ? [`Norms fall as rank^-${rankFit.exponent.toFixed(3)} (95 %: ${formatInterval(...rankFit.interval)}, R² ${rankFit.R2.toFixed(3)})`] : []),
    ...(recommendation ? [`The share of the gradient energy grows as k^${recommendation.gamma.toFixed(3)} (95 %: ${formatInterval(...recommendation.gammaInterval)}, off by up to ${formatPercent(recommendation.misfit.largest)})`, recommendation.sentence] : []),
    ...notes,
  ].join('\n');
}

const most = 20;

function line({ name, gradNormMean, energyShare, gradNormPerSqrtParam, assumed }: Submodule): string {
  const perParameter = gradNormPerSqrtParam === null ? '' : `, ${formatNumber(gradNormPerSqrtParam)} per √parameter`;
  return `  ${formatPercent(energyShare).padStart(6)}  ${name}${assumed ? ' (assumed)' : ''}: norm ${formatNumber(gradNormMean)}${perParameter}`;
}
