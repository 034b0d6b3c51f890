import { blueprintOf } from '../../analyzers/blueprint/blueprintOf';
import { gradientsAt } from '../../engine/gradients/gradientsAt';
import type { Blueprint, Submodule } from '../../model/blueprint';
import { formatInterval, formatNumber, formatPercent } from '../../model/format';
import type { Command } from '../command';
import { failed, toJson } from '../command';

/** `plateau blueprint`: which modules carry the gradient. */
export const blueprint: Command = {
  name: 'blueprint',
  usage: 'PATH  which modules carry the gradient, from a checkpoint with its optimizer or the norms in a run',
  options: {
    output: { value: 'FILE', help: 'writes it there (-o FILE), else to the terminal; *.blueprint.json is checked by the editor' },
    since: { value: 'CHECKPOINT', help: 'only of the steps since an earlier checkpoint of the same run' },
  },
  problemOf: ({ paths }) => (paths.length > 1 ? 'Name one checkpoint or run: plateau blueprint PATH.' : undefined),
  async run({ paths, options, settings }, { files, now, pool, write }) {
    const measurement = await gradientsAt(paths[0], { files, settings, now, pool }, options.get('since'));
    if ('error' in measurement) return failed(measurement.error);
    const made = blueprintOf(measurement, settings);
    if ('error' in made) return failed(made.error);
    const output = options.get('output');
    if (output === undefined) return { text: toJson(made), status: 0 };
    await write(output, `${toJson(made)}\n`);
    return { text: described(made), status: 0 };
  },
};

function described({ submodules, model, source, rankFit, recommendation, notes }: Blueprint): string {
  const shown = submodules.slice(0, most);
  return [
    `${submodules.length} modules${model.parameters === null ? '' : ` with ${formatNumber(model.parameters)} parameters`}, from the ${source}`,
    ...shown.map(line),
    ...(submodules.length > most ? [`  and ${submodules.length - most} more`] : []),
    ...(rankFit ? [`Norms fall as rank^-${rankFit.exponent.toFixed(3)} (95 %: ${formatInterval(...rankFit.interval)}, R² ${rankFit.R2.toFixed(3)})`] : []),
    ...(recommendation ? [`The share of the gradient energy grows as k^${recommendation.gamma.toFixed(3)} (95 %: ${formatInterval(...recommendation.gammaInterval)}, off by up to ${formatPercent(recommendation.misfit.largest)})`, recommendation.sentence] : []),
    ...notes,
  ].join('\n').replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}

const most = 20;

function line({ name, gradNormMean, energyShare, gradNormPerSqrtParam, assumed }: Submodule): string {
  const perParameter = gradNormPerSqrtParam === null ? '' : `, ${formatNumber(gradNormPerSqrtParam)} per √parameter`;
  return `  ${formatPercent(energyShare).padStart(6)}  ${name}${assumed ? ' (assumed)' : ''}: norm ${formatNumber(gradNormMean)}${perParameter}`;
}
