import * as vscode from 'vscode';
import type { CommandId } from '../model/contributions';
import type { Handlers } from '../model/rpc';
import type { EngineCalls, HostApi } from '../engine/protocol';
import type { EngineClient } from './engineClient';
import type { MutedRuns } from './mutedRuns';
import { openPlace } from './openPlace';
import type { HostFor } from './panels';
import { phrases } from './phrases';
import { saveFile } from './saveFile';
import { openSetting } from './workspaceSettings';
import type { WorkspaceSettings } from './workspaceSettings';

/** What panels may ask of the editor: questions about runs go on to the engine, the rest is done here. */
export function panelHost(engine: EngineClient, settings: WorkspaceSettings, muted: MutedRuns): HostFor {
  const run = (command: CommandId, ...args: unknown[]) => void vscode.commands.executeCommand(command, ...args);
  return (start): Handlers<HostApi> => ({
    ready: () => ({ ...start, settings: settings.current, mutedRuns: [...muted.all], progress: engine.progress, strings: phrases() }),
    runs: () => [...engine.runs.values()],
    ...passedOn(engine),
    openRun: (id) => run('plateau.openRun', id),
    openOverview: () => run('plateau.openOverview'),
    openSpectrum: (id) => run('plateau.openSpectrum', id),
    openGradients: (id) => run('plateau.openGradients', id),
    openDensity: () => run('plateau.openDensity'),
    openCheckpoint: (path) => run('plateau.openCheckpoint', path),
    openForecast: (subject) => run('plateau.openForecast', subject),
    openPlace,
    openSetting,
    writeSetting: ({ key, value }) => settings.write(key, value),
    muteRun: (id) => muted.mute(id),
    unmuteRun: (id) => muted.unmute(id),
    chooseFolder: () => run('plateau.chooseFolder'),
    openSamples: () => run('plateau.openSamples'),
    save: ({ suggestedName, data }) => saveFile(suggestedName, data),
  });
}

const passed = [
  'detail', 'report', 'curve', 'skipped', 'checkpoint', 'weightSpectra', 'cancelWeightSpectra', 'spectralReport', 'layerSpectrum', 'widthReport',
  'gradientReport', 'gradientCoordinates', 'gradientGoodness', 'gradientSamples', 'cancelGradients', 'forecastSubjects', 'forecastReport', 'densityOverview', 'sweeps', 'scalingOverview',
] as const satisfies readonly (keyof EngineCalls & keyof HostApi)[];
type Passed = Pick<Handlers<HostApi>, (typeof passed)[number]>;

/** What a panel asks and the engine answers. */
function passedOn(engine: EngineClient): Passed {
  return Object.fromEntries(passed.map((method) => [method, (argument: never) => engine.ask(method, argument)])) as unknown as Passed;
}
