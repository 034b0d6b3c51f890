import { blueprintOf } from '../../analyzers/blueprint/blueprintOf';
import type { Blueprint } from '../../model/blueprint';
import type { GradientMeasurement } from '../../model/gradient';
import type { Run } from '../../model/run';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import { checkpointGradients, type GradientTools } from '../gradients/checkpointGradients';
import { optimizerCheckpoint } from '../gradients/optimizerCheckpoint';
import { hasModuleNorms, loggedGradients } from '../gradients/runGradients';
import type { Refusal } from '../protocol';

/** What blueprints of runs are made with. */
export type BlueprintTools = () => GradientTools;

/** The blueprints of runs, kept as long as they say much the same: those from a log are made anew when it has grown by a tenth. */
export class RunBlueprints {
  readonly #tools: BlueprintTools;
  readonly #kept = new Map<string, { readonly points: number; readonly settings: Settings; readonly blueprint: Blueprint }>();

  constructor(tools: BlueprintTools) {
    this.#tools = tools;
  }

  /** Without long work: from norms in the log of a run, or what was made before. */
  async known(run: Run): Promise<Blueprint | undefined> {
    const { settings, files } = this.#tools();
    const kept = this.#kept.get(run.id);
    const isRecent = kept !== undefined && kept.settings === settings && pointsOf(run) <= kept.points * growth;
    if (isRecent || !hasModuleNorms(run)) return kept?.blueprint;
    const made = this.#keep(run, await loggedGradients(run, files));
    return 'error' in made ? kept?.blueprint : made;
  }

  /** On the spot, also from the optimizer state of a checkpoint. */
  async make(run: Run): Promise<Blueprint | Refusal> {
    const tools = this.#tools();
    const logged = await loggedGradients(run, tools.files);
    if (logged) return this.#keep(run, logged);
    const checkpoint = await optimizerCheckpoint(run, tools.files);
    if (!checkpoint) return { error: say`${run.name} tells nothing of its gradients by module: add the recorder, or keep the state of the optimizer in a checkpoint.` };
    const measured = await checkpointGradients(checkpoint.path, tools);
    return 'error' in measured ? measured : this.#keep(run, measured);
  }

  #keep(run: Run, measurement: GradientMeasurement | undefined): Blueprint | Refusal {
    const { settings } = this.#tools();
    const blueprint = measurement ? blueprintOf(measurement, settings) : { error: '' };
    if (!('error' in blueprint)) this.#kept.set(run.id, { points: pointsOf(run), settings, blueprint });
    return blueprint;
  }
}

const growth = 1.1;

function pointsOf({ series }: Run): number {
  return series.reduce((sum, { length }) => sum + length, 0);
}
