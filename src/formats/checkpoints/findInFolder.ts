import type { Folder } from './checkpointFormat';
import type { Failure } from './failure';
import { isPlainName } from './isPlainName';
import { indexName } from './shardedIndex';
import { stepInPath } from './stepOf';

/** Where the weights of a folder stand. */
export interface FoundInFolder {
  readonly folder: Folder;
  /** Name of the file of the weights, or of their index, in that folder. */
  readonly weights: string;
  /** Name of a file beside it that holds the state of the optimizer. */
  readonly optimizer?: string;
  readonly troubles: readonly string[];
}

/** Finds the checkpoint that a folder holds: itself, or in the folder that it names as the latest. */
export async function findInFolder(folder: Folder): Promise<FoundInFolder | Failure> {
  const names = await folder.list();
  const here = findAmong(folder, names);
  if (here) return { ...here, troubles: [...here.troubles, ...await otherParts(folder, here.weights)] };
  const part = await firstPresent(folder, megatronFiles);
  if (part) return { folder, weights: part, troubles: await otherParts(folder, part) };
  for (const within of [await latestFolder(folder, names), ...innerFolders.map((name) => subfolder(folder, name))]) {
    const name = within && await firstPresent(within, innerFiles);
    if (within && name) return { folder: within, weights: name, optimizer: await firstPresent(within, zeroOptimizers), troubles: await otherParts(within, name) };
  }
  return { error: 'The folder holds no checkpoint that Plateau reads; name the file that holds the weights.' };
}

function findAmong(folder: Folder, names: readonly string[]): FoundInFolder | undefined {
  const optimizer = optimizerNames.find((name) => names.includes(name));
  const index = names.find((name) => indexName.test(name));
  if (index) return { folder, weights: index, optimizer, troubles: [] };
  if (names.some((name) => name.endsWith('.distcp'))) return { folder, weights: '.metadata', troubles: [] };
  const usual = usualNames.find((name) => names.includes(name));
  if (usual) return { folder, weights: usual, optimizer, troubles: [] };
  return newest(folder, names, optimizer);
}

/** Of several files the one of the latest step, or the last by name. */
function newest(folder: Folder, names: readonly string[], optimizer: string | undefined): FoundInFolder | undefined {
  const ranked = names.filter((name) => weightFile.test(name) && !besideWeights.test(name)).sort(byStep);
  const weights = ranked.at(-1);
  if (!weights) return optimizer ? { folder, weights: optimizer, troubles: [] } : undefined;
  const step = /\d+/.exec(weights)?.[0];
  const ranks = names.filter((name) => step && name.startsWith(`optim_${step}`)).sort();
  const others = ranked.length > 1 ? [`The folder holds ${ranked.length} checkpoints; this is ${weights}.`] : [];
  const parts = ranks.length > 1 ? [`The optimizer is divided among ${ranks.length} files; that of the first is shown.`] : [];
  return { folder, weights, optimizer: ranks[0] ?? optimizer, troubles: [...others, ...parts] };
}

function byStep(a: string, b: string): number {
  return (stepInPath(a) ?? -1) - (stepInPath(b) ?? -1) || a.localeCompare(b, 'en', { numeric: true });
}

/** The folder that DeepSpeed's `latest` and Megatron's `latest_checkpointed_iteration.txt` name. */
async function latestFolder(folder: Folder, names: readonly string[]): Promise<Folder | undefined> {
  const file = ['latest', 'latest_checkpointed_iteration.txt'].find((name) => names.includes(name));
  if (!file) return undefined;
  const text = new TextDecoder().decode(await folder.source(file).read(0, 256)).trim();
  if (file !== 'latest') return /^\d{1,12}$/.test(text) ? subfolder(folder, `iter_${text.padStart(7, '0')}`) : undefined;
  return isPlainName(text) ? subfolder(folder, text) : undefined;
}

/** A folder inside another, of which only files of known names are asked for. */
function subfolder(folder: Folder, name: string): Folder {
  return { path: `${folder.path}/${name}`, list: () => Promise.resolve([]), source: (file) => folder.source(`${name}/${file}`) };
}

async function firstPresent(folder: Folder, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) if (await folder.source(name).stat()) return name;
  return undefined;
}

/** Model-parallel training divides every matrix among files. */
async function otherParts(folder: Folder, name: string): Promise<readonly string[]> {
  const second = name.replace('mp_rank_00', 'mp_rank_01');
  if (second === name || !(await folder.source(second).stat())) return [];
  return ['The matrices are divided among several model-parallel files; only the part of the first is shown. Merge them for the whole model.'];
}

/** Of DeepSpeed's ZeRO, by the first process: what stage 3 leaves of the model, and the optimizer. */
const zeroModel = 'zero_pp_rank_0_mp_rank_00_model_states.pt';
const zeroOptimizers = ['bf16_zero_pp_rank_0_mp_rank_00_optim_states.pt', 'zero_pp_rank_0_mp_rank_00_optim_states.pt'];

const usualNames = [
  'model.safetensors', 'pytorch_model.bin', 'adapter_model.safetensors', 'adapter_model.bin', 'consolidated.safetensors',
  'diffusion_pytorch_model.safetensors', 'consolidated.00.pth', 'mp_rank_00_model_states.pt', zeroModel, 'model_optim_rng.pt', 'last.ckpt', 'ckpt.pt',
];
const optimizerNames = ['optimizer.pt', 'optimizer.bin', ...zeroOptimizers];
const innerFolders = ['pytorch_model_fsdp_0', 'model_and_optim', 'checkpoint'];
const megatronFiles = ['mp_rank_00/model_optim_rng.pt', 'mp_rank_00_000/model_optim_rng.pt'];
const innerFiles = ['mp_rank_00_model_states.pt', zeroModel, '.metadata', ...megatronFiles];
const weightFile = /\.(safetensors|pt|pth|bin|ckpt|gguf|npz|h5|keras|onnx|msgpack|pkl)$/;
const besideWeights = /^(optimizer|optim|scheduler|rng_state|random_states|training_args|scaler|zero_pp_rank|bf16_zero|trainer_state|events)/;
