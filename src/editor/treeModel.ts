import { byUrgency } from '../model/finding';
import type { Finding } from '../model/finding';
import { formatStep } from '../model/format';
import { baseName } from '../model/source';
import type { RunCheckpoint } from '../model/run';
import type { Place, RunSummary } from '../engine/protocol';
import { anchorOf } from './anchors';
import { byAttention, levelFaces, spokenName, faceOf } from './runPresentation';
import type { Translate } from './runPresentation';
import { canBeAsked } from './recordedRun';
import { plainText } from './untrusted';

/** A row of the tree, by what it stands for. */
export type TreeNode =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'run'; readonly run: string }
  | { readonly kind: 'finding'; readonly run: string; readonly index: number }
  | { readonly kind: 'source'; readonly run: string; readonly path: string }
  | { readonly kind: 'checkpoints'; readonly run: string }
  | { readonly kind: 'checkpoint'; readonly run: string; readonly path: string };

/** What a row looks like, in terms of the editor but without it. */
export interface TreeRow {
  /** Stable over refreshes, so that what is open stays open. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly colour?: string;
  readonly contextValue: string;
  readonly children: 'none' | 'closed' | 'open';
  readonly spoken?: string;
  /** What a click opens: the run's panel, a place in a file, or the summary of a checkpoint. */
  readonly opens?: { readonly run: string } | { readonly place: Place } | { readonly checkpoint: string };
}

/** Everything the tree is drawn from. */
export interface TreeState {
  readonly runs: ReadonlyMap<string, RunSummary>;
  readonly muted: ReadonlySet<string>;
  readonly addedFolders: ReadonlySet<string>;
  readonly now: number;
  readonly t: Translate;
}

/** The rows below a row, or the first ones: runs by urgency, below their folders when there are several. */
export function childrenOf(node: TreeNode | undefined, state: TreeState): readonly TreeNode[] {
  if (!node) return roots(state);
  if (node.kind === 'folder') return byAttention([...state.runs.values()].filter(({ folder }) => folder === node.folder), state.now).map(runNode);
  const run = 'run' in node ? state.runs.get(node.run) : undefined;
  if (!run) return [];
  if (node.kind === 'run') return partsOf(run);
  if (node.kind === 'checkpoints') return run.checkpoints.toReversed().map(({ path }) => ({ kind: 'checkpoint', run: run.id, path }));
  return [];
}

/** How a row looks; undefined when what it stood for is gone. */
export function rowOf(node: TreeNode, state: TreeState): TreeRow | undefined {
  const look = lookOf(node, state);
  return look && { ...look, id: nodeKey(node) };
}

/** A name for a row that no other row has. */
export function nodeKey(node: TreeNode): string {
  switch (node.kind) {
    case 'folder': return `folder:${node.folder}`;
    case 'finding': return `finding:${node.run}:${node.index}`;
    case 'source': return `source:${node.run}:${node.path}`;
    case 'checkpoint': return `checkpoint:${node.run}:${node.path}`;
    default: return `${node.kind}:${node.run}`;
  }
}

type Look = Omit<TreeRow, 'id'>;

function lookOf(node: TreeNode, state: TreeState): Look | undefined {
  if (node.kind === 'folder') return folderRow(node.folder, state);
  const run = state.runs.get(node.run);
  if (!run) return undefined;
  switch (node.kind) {
    case 'run': return runRow(run, state);
    case 'finding': return findingRow(run, findingsOf(run)[node.index]);
    case 'source': return sourceRow(run, node.path, state);
    case 'checkpoints': return checkpointsRow(run, state);
    case 'checkpoint': return checkpointRow(run.checkpoints.find(({ path }) => path === node.path), state);
  }
}

/** Findings of a run in the order of the tree. */
export function findingsOf(run: RunSummary): readonly Finding[] {
  return [...run.findings].sort(byUrgency);
}

function roots(state: TreeState): readonly TreeNode[] {
  const runs = byAttention(state.runs.values(), state.now);
  const folders = [...new Set(runs.map(({ folder }) => folder))];
  const grouped = folders.length > 1 || folders.some((folder) => state.addedFolders.has(folder));
  return grouped ? folders.map((folder) => ({ kind: 'folder', folder })) : runs.map(runNode);
}

function runNode({ id }: RunSummary): TreeNode {
  return { kind: 'run', run: id };
}

function partsOf(run: RunSummary): readonly TreeNode[] {
  return [
    ...run.findings.map((_, index): TreeNode => ({ kind: 'finding', run: run.id, index })),
    ...[...new Set(run.sources.map(({ path }) => path))].map((path): TreeNode => ({ kind: 'source', run: run.id, path })),
    ...(run.checkpoints.length ? [{ kind: 'checkpoints', run: run.id } as const] : []),
  ];
}

function folderRow(folder: string, { addedFolders }: TreeState): Look {
  const added = addedFolders.has(folder);
  return { ...plain, label: plainText(baseName(folder)), icon: added ? 'folder-library' : 'root-folder', contextValue: added ? 'folder.added' : 'folder', children: 'open' };
}

function runRow(run: RunSummary, { muted, t }: TreeState): Look {
  const { icon, colour } = faceOf(run);
  const isMuted = muted.has(run.id);
  return {
    ...plain,
    label: plainText(run.name),
    description: [plainText(run.verdict.badge), ...(isMuted ? [t('muted')] : [])].join(' · '),
    icon,
    colour,
    contextValue: ['run', ...(isMuted ? ['muted'] : []), ...(run.hasSpectra ? ['spectra'] : []), ...(run.hasGradients ? ['gradients'] : []), ...(canBeAsked(run) ? ['recorded'] : []), ...(run.skippedRecords ? ['skipped'] : [])].join('.'),
    children: 'closed',
    spoken: plainText(spokenName(run, isMuted, t)),
    opens: { run: run.id },
  };
}

function findingRow(run: RunSummary, finding: Finding | undefined): Look | undefined {
  if (!finding) return undefined;
  const placed = anchorOf(run, finding) !== undefined;
  return {
    ...plain,
    label: plainText(finding.headline),
    ...levelFaces[finding.level],
    contextValue: placed ? 'finding.placed' : 'finding',
    opens: { run: run.id },
  };
}

function sourceRow(run: RunSummary, path: string, { t }: TreeState): Look {
  const formats = run.sources.filter((source) => source.path === path).map(({ format }) => format);
  return {
    ...plain,
    label: plainText(baseName(path)),
    description: plainText(formats.join(', ')),
    icon: 'output',
    contextValue: 'source',
    spoken: t('Log {0}', plainText(baseName(path))),
    opens: { place: { path, line: 0, column: 0, endColumn: 0 } },
  };
}

function checkpointsRow(run: RunSummary, { t }: TreeState): Look {
  const last = run.checkpoints[run.checkpoints.length - 1].step;
  const count = formatStep(run.checkpoints.length);
  const single = last === null ? '' : t('step {0}', formatStep(last));
  const description = run.checkpoints.length === 1 ? single : last === null ? count : t('{0}, last at step {1}', count, formatStep(last));
  return { ...plain, label: t('Checkpoints'), description, icon: 'save-all', contextValue: 'checkpoints', children: 'closed' };
}

function checkpointRow(checkpoint: RunCheckpoint | undefined, { t }: TreeState): Look | undefined {
  if (!checkpoint) return undefined;
  const { step, path } = checkpoint;
  const name = plainText(baseName(path));
  return {
    ...plain, label: step === null ? name : t('Step {0}', formatStep(step)), description: step === null ? '' : name,
    icon: 'save', contextValue: 'checkpoint', opens: { checkpoint: path },
  };
}

const plain = { label: '', description: '', children: 'none' } as const;
