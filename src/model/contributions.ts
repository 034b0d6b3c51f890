/** Everything the extension adds to the editor by name, apart from its settings. The manifest is generated from it. */
export interface CommandDescriptor {
  readonly title: string;
  readonly icon?: string;
  /** When the command palette offers it; absent: always. `false`: only where something to act on was clicked. */
  readonly when?: string;
}

/** Conditions that the editor's menus can ask for; the extension keeps them up to date. */
export const contextKeys = {
  /** The extension has looked at which folders there are; before that nothing can be said about them. */
  ready: 'plateau.ready',
  hasRuns: 'plateau.hasRuns',
  hasMutedRuns: 'plateau.hasMutedRuns',
  hasSkippedRecords: 'plateau.hasSkippedRecords',
  /** Some folder is followed, of the workspace or beside it. */
  hasFolders: 'plateau.hasFolders',
  hasAddedFolders: 'plateau.hasAddedFolders',
  /** The first look through the folders is under way. */
  reading: 'plateau.reading',
} as const;

export type ContextKey = keyof typeof contextKeys;

export const viewContainer = { id: 'plateau', title: 'Plateau', icon: 'media/plateau.svg' } as const;
export const runsView = { id: 'plateau.runs', name: 'Runs', icon: 'media/plateau.svg' } as const;
export const panelTypes = { run: 'plateau.run', overview: 'plateau.overview', spectrum: 'plateau.spectrum', gradients: 'plateau.gradients', checkpoint: 'plateau.checkpointPanel', forecast: 'plateau.forecast', density: 'plateau.density' } as const;
/** The summary that opens instead of the bytes of a checkpoint; for names that other things bear too it is only offered. */
export const checkpointEditors = [
  { viewType: 'plateau.checkpoint', displayName: 'Checkpoint', priority: 'default', patterns: ['*.safetensors', '*.ckpt', '*.pt', '*.pth', '*.gguf', '*.safetensors.index.json', '*.keras'] },
  { viewType: 'plateau.checkpoint.optional', displayName: 'Checkpoint', priority: 'option', patterns: ['*.bin', '*.npz', '*.npy', '*.h5', '*.onnx', '*.msgpack'] },
] as const;
/** What the editor checks JSON files with. */
export const jsonSchemas = [{ fileMatch: '*.blueprint.json', url: './media/schemas/blueprint.schema.json' }] as const;
export const walkthroughId = 'start';

const command = <D extends CommandDescriptor>(descriptor: D): CommandDescriptor => descriptor;

export const commands = {
  'plateau.openRun': command({ title: 'Open Run', icon: '$(graph-line)', when: contextKeys.hasRuns }),
  'plateau.openOverview': command({ title: 'Compare All Runs', icon: '$(table)', when: contextKeys.hasRuns }),
  'plateau.openForecast': command({ title: 'Forecast Fine-Tuning', icon: '$(telescope)', when: contextKeys.hasFolders }),
  'plateau.openSpectrum': command({ title: 'Show Spectra', icon: '$(graph-scatter)', when: contextKeys.hasRuns }),
  'plateau.openGradients': command({ title: 'Show Gradients', icon: '$(layers)', when: contextKeys.hasRuns }),
  'plateau.openDensity': command({ title: 'Show Capability Density', icon: '$(graph-scatter)', when: contextKeys.hasFolders }),
  'plateau.useAsTable': command({ title: 'Use as a Table of Models…', when: contextKeys.hasFolders }),
  'plateau.openCheckpoint': command({ title: 'Open Checkpoint', icon: '$(inspect)', when: 'false' }),
  'plateau.addRecorder': command({ title: 'Add the Recorder to the Workspace', when: contextKeys.hasFolders }),
  'plateau.stopGracefully': command({ title: 'Stop This Run Gracefully…', icon: '$(debug-stop)', when: contextKeys.hasRuns }),
  'plateau.refresh': command({ title: 'Look for Runs Now', icon: '$(refresh)', when: contextKeys.hasFolders }),
  'plateau.muteRun': command({ title: 'Mute Run', icon: '$(bell-slash)', when: contextKeys.hasRuns }),
  'plateau.unmuteRun': command({ title: 'Unmute Run', icon: '$(bell)', when: contextKeys.hasMutedRuns }),
  'plateau.resetNotifications': command({ title: 'Reset Notifications' }),
  'plateau.revealLog': command({ title: 'Open Log', icon: '$(go-to-file)', when: contextKeys.hasRuns }),
  'plateau.exportRun': command({ title: 'Export Run…', when: contextKeys.hasRuns }),
  'plateau.adaptConfiguration': command({ title: 'Adapt a Configuration to a Blueprint…', when: contextKeys.hasFolders }),
  'plateau.explainRefusal': command({ title: 'Why a Blueprint Cannot Be Applied', when: 'false' }),
  'plateau.exportBlueprint': command({ title: 'Export Gradient Blueprint…', when: contextKeys.hasRuns }),
  'plateau.showSkipped': command({ title: 'Show Unreadable Records', when: contextKeys.hasSkippedRecords }),
  'plateau.goToFinding': command({ title: 'Go to Line', icon: '$(go-to-file)', when: 'false' }),
  'plateau.copyFinding': command({ title: 'Copy Finding', when: 'false' }),
  'plateau.chooseFolder': command({ title: 'Follow Another Folder…', icon: '$(folder-opened)' }),
  'plateau.forgetFolder': command({ title: 'Stop Following Folder', icon: '$(close)', when: contextKeys.hasAddedFolders }),
  'plateau.openSamples': command({ title: 'Open the Sample Runs' }),
  'plateau.openSettings': command({ title: 'Open Settings', icon: '$(gear)' }),
  'plateau.openWalkthrough': command({ title: 'Get Started' }),
  'plateau.showOutput': command({ title: 'Show Output' }),
} as const;

export type CommandId = keyof typeof commands;

export interface MenuItem {
  readonly command: CommandId;
  readonly when: string;
  readonly group: string;
}

const inTree = `view == ${runsView.id}`;

/** Where commands are offered beside the palette. `viewItem` is what the tree says of its rows. */
export const menus: Readonly<Record<'view/title' | 'view/item/context' | 'explorer/context', readonly MenuItem[]>> = {
  'explorer/context': [
    { command: 'plateau.useAsTable', when: `${contextKeys.hasFolders} && resourceExtname =~ /^\\.(?:[ct]sv|jsonl?)$/`, group: '7_plateau@1' },
  ],
  'view/title': [
    { command: 'plateau.openOverview', when: `${inTree} && ${contextKeys.hasRuns}`, group: 'navigation@1' },
    { command: 'plateau.openDensity', when: `${inTree} && ${contextKeys.hasFolders}`, group: '2_more@2' },
    { command: 'plateau.openForecast', when: `${inTree} && ${contextKeys.hasFolders}`, group: '2_more@3' },
    { command: 'plateau.refresh', when: `${inTree} && ${contextKeys.hasFolders}`, group: 'navigation@2' },
    { command: 'plateau.chooseFolder', when: inTree, group: '1_folders@1' },
    { command: 'plateau.showSkipped', when: `${inTree} && ${contextKeys.hasSkippedRecords}`, group: '2_more@1' },
    { command: 'plateau.openSettings', when: inTree, group: '3_help@1' },
    { command: 'plateau.openWalkthrough', when: inTree, group: '3_help@2' },
  ],
  'view/item/context': [
    { command: 'plateau.openRun', when: `${inTree} && viewItem =~ /^run/`, group: 'inline@1' },
    { command: 'plateau.openRun', when: `${inTree} && viewItem =~ /^run/`, group: '1_open@1' },
    { command: 'plateau.openSpectrum', when: `${inTree} && viewItem =~ /^run.*spectra/`, group: '1_open@2' },
    { command: 'plateau.openGradients', when: `${inTree} && viewItem =~ /^run.*gradients/`, group: '1_open@3' },
    { command: 'plateau.revealLog', when: `${inTree} && viewItem =~ /^run/`, group: '1_open@4' },
    { command: 'plateau.openCheckpoint', when: `${inTree} && viewItem == checkpoint`, group: 'inline@1' },
    { command: 'plateau.stopGracefully', when: `${inTree} && viewItem =~ /^run.*recorded/`, group: '4_stop@1' },
    { command: 'plateau.exportRun', when: `${inTree} && viewItem =~ /^run/`, group: '2_export@1' },
    { command: 'plateau.exportBlueprint', when: `${inTree} && viewItem =~ /^run.*gradients/`, group: '2_export@3' },
    { command: 'plateau.showSkipped', when: `${inTree} && viewItem =~ /^run.*skipped/`, group: '2_export@2' },
    { command: 'plateau.muteRun', when: `${inTree} && viewItem =~ /^run/ && !(viewItem =~ /muted/)`, group: '3_mute@1' },
    { command: 'plateau.unmuteRun', when: `${inTree} && viewItem =~ /^run.*muted/`, group: '3_mute@1' },
    { command: 'plateau.goToFinding', when: `${inTree} && viewItem == finding.placed`, group: 'inline@1' },
    { command: 'plateau.goToFinding', when: `${inTree} && viewItem == finding.placed`, group: '1_open@1' },
    { command: 'plateau.copyFinding', when: `${inTree} && viewItem =~ /^finding/`, group: '2_copy@1' },
    { command: 'plateau.forgetFolder', when: `${inTree} && viewItem == folder.added`, group: 'inline@1' },
    { command: 'plateau.forgetFolder', when: `${inTree} && viewItem == folder.added`, group: '1_folder@1' },
  ],
};

/** What the empty view says, by the reason why it is empty. */
export const welcomes: readonly { readonly name: string; readonly when: string; readonly contents: string }[] = [
  {
    name: 'noFolder',
    when: `${contextKeys.ready} && !${contextKeys.hasFolders}`,
    contents: 'Plateau follows the training runs in a folder and says when one should stop.\n[Follow a Folder](command:plateau.chooseFolder)\n[Open the Sample Runs](command:plateau.openSamples)',
  },
  {
    name: 'reading',
    when: `${contextKeys.hasFolders} && ${contextKeys.reading}`,
    contents: 'Looking for training runs…',
  },
  {
    name: 'noRuns',
    when: `${contextKeys.hasFolders} && !${contextKeys.reading} && !${contextKeys.hasRuns}`,
    contents: 'No training run here yet. A run appears by itself as soon as its first lines are written.\nPlateau reads trainer_state.json, TensorBoard event files, metrics as JSON Lines or CSV, and the text logs of common trainers, also in folders that the editor hides.\n[Follow Another Folder](command:plateau.chooseFolder)\n[Open the Sample Runs](command:plateau.openSamples)\nA log that is not recognised can be read with a [pattern of your own](command:workbench.action.openSettings?%22%40id%3Aplateau.text.pattern%22).',
  },
];

/** Pages that teach, opened from the editor's welcome page. Media are Markdown files of this name. */
export const walkthroughSteps: readonly { readonly id: string; readonly title: string; readonly description: string }[] = [
  {
    id: 'find',
    title: 'See every run in the folder',
    description: 'Runs are found by their logs, whatever wrote them; nothing has to be added to the training code. The most urgent stands first.\n[Show the Runs](command:plateau.runs.focus)\n[Open the Sample Runs](command:plateau.openSamples)',
  },
  {
    id: 'read',
    title: 'Ask: should I stop?',
    description: 'A run opens with its verdict in one sentence and the numbers behind it: what the remaining budget is expected to buy, with its interval.\n[Compare All Runs](command:plateau.openOverview)',
  },
  {
    id: 'plan',
    title: 'Say what you planned',
    description: 'The planned steps and the learning-rate schedule come from the log or the configuration beside it. Where they cannot, say them here, and how little gain is too little.\n[Set the Threshold](command:workbench.action.openSettings?%22%40id%3Aplateau.marginalReturn.threshold%22)\n[Set the Plan](command:workbench.action.openSettings?%22plateau.plan%22)',
  },
  {
    id: 'told',
    title: 'Be told, once',
    description: 'One notification when a run should stop, one more only if it gets worse. Findings also stand in Problems and above the lines of the configuration that answer them.\n[Show Problems](command:workbench.actions.view.problems)',
  },
];
