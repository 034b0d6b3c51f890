import * as vscode from 'vscode';
import { runsView } from '../model/contributions';
import type { CommandId } from '../model/contributions';
import { formatStep } from '../model/format';
import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import type { Folders } from './folders';
import type { MutedRuns } from './mutedRuns';
import { placeArguments } from './openPlace';
import { shouldStop } from './runPresentation';
import { Throttle } from './throttle';
import { runTooltip } from './tooltip';
import { childrenOf, nodeKey, rowOf } from './treeModel';
import type { TreeNode, TreeRow, TreeState } from './treeModel';

/** The view of all runs: draws what treeModel says, keeps what is open, and refreshes only what changed. */
export class RunTree extends Disposable implements vscode.TreeDataProvider<TreeNode> {
  readonly #engine: EngineClient;
  readonly #muted: MutedRuns;
  readonly #folders: Folders;
  readonly #refresh = this._register(new vscode.EventEmitter<TreeNode[] | undefined>());
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #throttle = this._register(new Throttle(250, () => this.#update()));
  /** The editor knows rows by identity: each stands for the same thing as long as it is shown. */
  readonly #nodes = new Map<string, TreeNode>();
  readonly #changed = new Set<string>();
  #order = '';

  readonly onDidChangeTreeData = this.#refresh.event;

  constructor(engine: EngineClient, muted: MutedRuns, folders: Folders) {
    super();
    this.#engine = engine;
    this.#muted = muted;
    this.#folders = folders;
    this.#view = this._register(vscode.window.createTreeView<TreeNode>(runsView.id, { treeDataProvider: this }));
    this._register(engine.onDidChange(({ updated, removed }) => this.#request([...updated.map(({ id }) => id), ...removed])));
    this._register(engine.onDidProgress(() => this.#throttle.request()));
    this._register(muted.onDidChange((run) => this.#request([run])));
    this._register(folders.onDidChange(() => this.#request([])));
  }

  getChildren(node?: TreeNode): TreeNode[] {
    return childrenOf(node, this.#state()).map((child) => this.#known(child));
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const row = rowOf(node, this.#state());
    return row ? itemOf(row) : new vscode.TreeItem('');
  }

  /** Tooltips are made when they are asked for: a thousand runs need none of them. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const run = node.kind === 'run' ? this.#engine.runs.get(node.run) : undefined;
    if (run) item.tooltip = new vscode.MarkdownString(runTooltip(run, Date.now(), vscode.l10n.t), true);
    else if (node.kind === 'finding') item.tooltip = String(item.label);
    return item;
  }

  /** All that the view shows with everything unfolded, as data. */
  snapshot(): readonly TreeSnapshot[] {
    const state = this.#state();
    const rows = (node?: TreeNode): TreeSnapshot[] => childrenOf(node, state).flatMap((child) => {
      const row = rowOf(child, state);
      return row ? [{ ...row, children: rows(child) }] : [];
    });
    return rows();
  }

  #request(runs: readonly string[]): void {
    for (const run of runs) this.#changed.add(run);
    this.#throttle.request();
  }

  #update(): void {
    const order = this.#orderNow();
    const changed = [...this.#changed].flatMap((run) => this.#nodes.get(`run:${run}`) ?? []);
    if (order !== this.#order || changed.length > mostSingle) this.#refreshAll();
    else if (changed.length) this.#refresh.fire(changed);
    this.#order = order;
    this.#changed.clear();
    this.#describe();
  }

  #refreshAll(): void {
    this.#nodes.clear();
    this.#refresh.fire(undefined);
  }

  #describe(): void {
    const { phase, files, filesDone } = this.#engine.progress;
    const runs = [...this.#engine.runs.values()];
    const urgent = runs.filter((run) => shouldStop(run) && !this.#muted.all.has(run.id)).length;
    const tooltip = urgent === 1 ? vscode.l10n.t('1 run should stop') : vscode.l10n.t('{0} runs should stop', urgent);
    this.#view.badge = urgent ? { value: urgent, tooltip } : undefined;
    this.#view.message = phase === 'reading' && !this.#engine.settled
      ? vscode.l10n.t('Reading logs: {0} of {1}', formatStep(filesDone), formatStep(files)) : undefined;
  }

  #orderNow(): string {
    const state = this.#state();
    const roots = childrenOf(undefined, state);
    return roots.flatMap((node) => [node, ...(node.kind === 'folder' ? childrenOf(node, state) : [])]).map(nodeKey).join('\n');
  }

  #known(node: TreeNode): TreeNode {
    const key = nodeKey(node);
    const known = this.#nodes.get(key) ?? node;
    this.#nodes.set(key, known);
    return known;
  }

  #state(): TreeState {
    return { runs: this.#engine.runs, muted: this.#muted.all, addedFolders: new Set(this.#folders.added), now: Date.now(), t: vscode.l10n.t };
  }
}

export interface TreeSnapshot extends Omit<TreeRow, 'children'> {
  readonly children: readonly TreeSnapshot[];
}

function itemOf(row: TreeRow): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, collapsible[row.children]);
  item.id = row.id;
  item.description = row.description || undefined;
  item.iconPath = new vscode.ThemeIcon(row.icon, row.colour ? new vscode.ThemeColor(row.colour) : undefined);
  item.contextValue = row.contextValue;
  item.accessibilityInformation = row.spoken ? { label: row.spoken } : undefined;
  item.command = commandOf(row);
  return item;
}

function commandOf({ opens, label }: TreeRow): vscode.Command | undefined {
  if (!opens) return undefined;
  if ('place' in opens) return { command: 'vscode.open', title: label, arguments: placeArguments(opens.place) };
  if ('checkpoint' in opens) return { command: 'plateau.openCheckpoint' satisfies CommandId, title: label, arguments: [opens.checkpoint] };
  return { command: 'plateau.openRun' satisfies CommandId, title: label, arguments: [opens.run] };
}

const collapsible: Readonly<Record<TreeRow['children'], vscode.TreeItemCollapsibleState>> = {
  none: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
};

/** Above so many changed rows one refresh of all is cheaper. */
const mostSingle = 50;
