import { blueprintOf } from '../../analyzers/blueprint/blueprintOf';
import type { KnownModel } from '../../analyzers/blueprint/modelMismatch';
import { moduleChoices, type ModuleChoice } from '../../formats/configs/edits/moduleChoices';
import type { Blueprint } from '../../model/blueprint';
import type { Handlers } from '../../model/rpc';
import type { Run } from '../../model/run';
import { say } from '../../model/say';
import { baseName } from '../../model/source';
import { readText } from '../files';
import type { GradientTools } from '../gradients/checkpointGradients';
import { FileCache } from '../gradients/fileCache';
import { gradientsAt } from '../gradients/gradientsAt';
import { loadBlueprint } from '../gradients/loadBlueprint';
import type { Adaptation, AdaptationApi, BlueprintSource, ConfigText, LensFact, Refusal, RefusedAdaptation } from '../protocol';
import { blueprintFacts } from '../lenses/blueprintFacts';
import { adaptChoice, budgetFor, presentSelection, type ChoiceAt, type NamedBlueprint } from './adaptChoice';
import { knownModel } from './knownModel';
import { RunBlueprints } from './runBlueprints';

/** What the service needs of the engine. */
export interface AdaptationSurroundings {
  tools(): GradientTools;
  run(id: string): Run | undefined;
  /** The runs that use a configuration, the most urgent first. */
  runsUsing(path: string): readonly Run[];
}

/** Makes blueprints of runs and configurations that follow them. */
export class AdaptationService {
  readonly #around: AdaptationSurroundings;
  readonly #runs: RunBlueprints;
  readonly #files: FileCache<Blueprint | Refusal>;

  constructor(around: AdaptationSurroundings) {
    this.#around = around;
    this.#runs = new RunBlueprints(() => around.tools());
    this.#files = new FileCache(around.tools().files);
  }

  readonly handlers: Handlers<AdaptationApi> = {
    adaptations: (request) => this.#adaptations(request),
    adapt: (request) => this.#adapt(request),
    adaptable: (paths) => this.#adaptable(paths),
    exportBlueprint: async (source) => {
      const made = await this.#blueprint(source);
      return 'error' in made ? made : { name: `${made.name.replace(/\.blueprint\.json$/, '')}.blueprint.json`, text: `${JSON.stringify(made.blueprint, null, 1)}\n` };
    },
  };

  /** What blueprints of runs say above the lines of a configuration; only of runs whose blueprint is known without long work. */
  async lenses({ path, text }: ConfigText): Promise<readonly LensFact[]> {
    const choices = moduleChoices(path, text);
    if (choices.length === 0) return [];
    for (const run of this.#around.runsUsing(path)) {
      const blueprint = await this.#runs.known(run);
      if (blueprint) return choices.flatMap((choice) => blueprintFacts(path, choice, blueprint, run.id));
    }
    return [];
  }

  async #adaptations({ path, text, fromLine, toLine, blueprints }: Parameters<AdaptationApi['adaptations']>[0]): Promise<readonly (Adaptation | RefusedAdaptation)[]> {
    const choices = moduleChoices(path, text).filter(({ lines }) => [...lines.values()].some((line) => line >= fromLine && line <= toLine));
    if (choices.length === 0 || await this.#isTrained(path)) return [];
    const known = [...await this.#ofRuns(path), ...await this.#ofFiles(blueprints)];
    const offered = await Promise.all(choices.map(async (choice) => {
      const at = { path, text, choice, model: await this.#model(path, choice) };
      return known.flatMap((named) => this.#offers(at, named));
    }));
    return offered.flat();
  }

  /** As many parameters as are trained now, and the recommended share. */
  #offers(at: ChoiceAt, named: NamedBlueprint): readonly (Adaptation | RefusedAdaptation)[] {
    const { blueprint, name } = named;
    const recommended = budgetFor(blueprint, '', this.#around.tools().settings);
    const present = presentSelection(at.choice, blueprint)?.parameterShare;
    const budgets = [...(present !== undefined && present > 0 && present < 1 ? [present] : []), ...(typeof recommended === 'number' ? [recommended] : [])];
    const offers = budgets.flatMap((budget) => adaptChoice(at, named, budget) ?? []);
    const edits = offers.filter((offer): offer is Adaptation => !('error' in offer));
    const refused = offers.find((offer): offer is Refusal => 'error' in offer);
    if (edits.length > 0 || !refused) return edits;
    return [{ error: refused.error, title: say`Why can ${name} not choose the modules here?`, lines: [...at.choice.lines.values()] }];
  }

  async #adapt({ path, text, source, budget, line }: Parameters<AdaptationApi['adapt']>[0]): Promise<Adaptation | Refusal> {
    const choices = moduleChoices(path, text);
    const choice = choices.find(({ lines }) => line !== null && [...lines.values()].includes(line)) ?? choices[0];
    if (!choice) return { error: say`${baseName(path)} does not say which modules are trained: Plateau looks for target_modules, axolotl's and LLaMA-Factory's keys, and calls of LoraConfig.` };
    if (await this.#isTrained(path)) return { error: say`${baseName(path)} belongs to an adapter that is trained already: adapt the configuration of the next training.` };
    const named = await this.#blueprint(source);
    if ('error' in named) return named;
    const share = budgetFor(named.blueprint, budget, this.#around.tools().settings);
    if (typeof share !== 'number') return share;
    const made = adaptChoice({ path, text, choice, model: await this.#model(path, choice) }, named, share);
    return made ?? { error: say`${baseName(path)} trains these modules already.` };
  }

  async #adaptable(paths: readonly string[]): Promise<readonly string[]> {
    const { files } = this.#around.tools();
    const found = await Promise.all(paths.map(async (path) => {
      const text = await readText(files.source(path), largestConfig);
      return text !== undefined && moduleChoices(path, text).length > 0 && !(await this.#isTrained(path)) ? [path] : [];
    }));
    return found.flat();
  }

  /** Whether a configuration is that of weights beside it, which another choice of modules would no longer fit. */
  async #isTrained(path: string): Promise<boolean> {
    if (baseName(path) !== 'adapter_config.json') return false;
    const beside = await this.#around.tools().files.list(path.slice(0, -'/adapter_config.json'.length));
    return beside.some(({ name }) => /^adapter_model\.(?:safetensors|bin)$/.test(name));
  }

  /** Of weights, else of what a run that uses the configuration has trained. */
  async #model(path: string, { values }: ModuleChoice): Promise<KnownModel | undefined> {
    const runs = this.#around.runsUsing(path);
    const known = await knownModel(path, values, runs, this.#around.tools().files);
    if (known || runs.length === 0) return known;
    const trained = await this.#runs.known(runs[0]);
    return trained && { modules: new Map(trained.submodules.map(({ name, parameters, adapted }) => [name, adapted ? null : parameters])), from: runs[0].name, isPart: true };
  }

  async #ofRuns(path: string): Promise<readonly NamedBlueprint[]> {
    const found = await Promise.all(this.#around.runsUsing(path).slice(0, mostRuns).map(async (run): Promise<NamedBlueprint | undefined> => {
      const blueprint = await this.#runs.known(run);
      return blueprint && { blueprint, source: { kind: 'run', run: run.id }, name: run.name };
    }));
    return found.filter((one) => one !== undefined);
  }

  /** A file that is no blueprint is said to be none when it is opened, not here. */
  async #ofFiles(paths: readonly string[]): Promise<readonly NamedBlueprint[]> {
    const found = await Promise.all(paths.slice(0, mostFiles).map((path) => this.#blueprint({ kind: 'file', path })));
    return found.filter((one): one is NamedBlueprint => !('error' in one));
  }

  async #blueprint(source: BlueprintSource): Promise<NamedBlueprint | Refusal> {
    const run = source.kind === 'run' ? this.#around.run(source.run) : undefined;
    if (source.kind === 'run' && !run) return { error: say`This run is being read, or its files are gone.` };
    const made = await (run ? this.#runs.make(run) : this.#read(source as Exclude<BlueprintSource, { kind: 'run' }>));
    return 'error' in made ? made : { blueprint: made, source, name: run ? run.name : baseName('path' in source ? source.path : '') };
  }

  #read({ kind, path }: Exclude<BlueprintSource, { readonly kind: 'run' }>): Promise<Blueprint | Refusal> {
    const tools = this.#around.tools();
    return this.#files.of(path, async () => {
      if (kind === 'file') return loadBlueprint(path, tools.files);
      const measured = await gradientsAt(path, tools);
      return 'error' in measured ? measured : blueprintOf(measured, tools.settings);
    });
  }
}

const mostRuns = 3;
const mostFiles = 20;
const largestConfig = 1 << 20;
