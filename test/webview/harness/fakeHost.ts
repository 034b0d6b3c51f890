import type { GoodnessRequest, HostApi, PanelEvents, PanelStart, Progress, Refusal, RunsChange, SpectraProgress } from '../../../src/engine/protocol';
import { Rpc } from '../../../src/model/rpc';
import type { GradientTail } from '../../../src/model/gradientReport';
import type { Settings } from '../../../src/model/settings';
import { exampleCheckpoint, exampleWeightSpectra } from './exampleCheckpoints';
import type { ExampleGradients } from './exampleGradients';
import { withColumns } from './plainColumns';
import { recordedCurves } from './recordedCurves';
import { type ExampleRun, exampleRun, exampleSettings } from './exampleRuns';
import { exampleForecast, exampleSubjects } from './exampleForecasts';
import { exampleSpectra, exampleSpectrum, exampleWidths } from './exampleSpectra';
import type { Scenario } from './scenario';
import { themeClasses, type ThemeName, themes } from './themes';

/** What a test reaches in the page beside the panel itself. */
export interface FakeHost {
  readonly calls: { readonly method: string; readonly argument: unknown }[];
  readonly violations: string[];
  state: unknown;
  theme(name: ThemeName): void;
  changed(change: Partial<RunsChange>): void;
  progress(progress: Progress): void;
  settingsChanged(settings: Partial<Settings>): void;
}

declare global {
  interface Window {
    scenario: Scenario;
    fakeHost: FakeHost;
    acquireVsCodeApi(): unknown;
  }
}

const scenario = window.scenario;
const runs = new Map(scenario.runs.map((form, i): [string, ExampleRun] => {
  const curve = recordedCurves[form.curve ?? 'constant'];
  const until = curve.steps.filter((step) => step <= (form.until ?? Infinity)).length;
  const cut = { steps: curve.steps.slice(0, until), losses: curve.losses.slice(0, until), rates: curve.rates.slice(0, until) };
  const run = exampleRun({ id: form.id, name: form.name, state: form.state, curve: cut, plannedSteps: form.plannedSteps ?? 72_000, colour: i, now: Date.now() - 4000 - i * 61_000 });
  return [form.id, { ...run, summary: { ...run.summary, ...form.over } }];
}));
const gradients = scenario.gradients === undefined ? undefined : withColumns<ExampleGradients>(scenario.gradients);
let fitCancelled = false;
let settings: Settings = { ...exampleSettings, ...scenario.settings };

const calls: { method: string; argument: unknown }[] = [];
let deliver: (message: unknown) => void = () => {};

const host = new Rpc<PanelEvents, HostApi>({
  post: (message) => setTimeout(() => window.postMessage(structuredClone(message), '*'), scenario.delay ?? 1),
  listen: (listener) => {
    deliver = listener;
    return () => {};
  },
}, {
  ready: (): PanelStart => {
    calls.push({ method: 'ready', argument: null });
    return { kind: scenario.kind, run: scenario.kind === 'run' || scenario.kind === 'spectrum' || scenario.kind === 'gradients' ? scenario.runs[0].id : null, path: scenario.kind === 'checkpoint' ? shownCheckpoint() : null, settings, mutedRuns: [], strings: scenario.strings ?? {}, progress: scenario.progress };
  },
  runs: () => [...runs.values()].map(({ summary }) => summary),
  detail: (id) => {
    calls.push({ method: 'detail', argument: id });
    if (scenario.unread) return null;
    const run = runs.get(id);
    return run ? { ...run.detail(settings), summary: run.summary, ...scenario.detail } : null;
  },
  report: ({ run, change }) => {
    calls.push({ method: 'report', argument: change });
    return runs.get(run)?.report({ ...settings, ...change }) ?? null;
  },
  curve: (request) => {
    calls.push({ method: 'curve', argument: request });
    return runs.get(request.run)?.curve(request) ?? null;
  },
  skipped: () => [{ path: '/workspace/runs/a.jsonl', at: 17, reason: 'half a record' }],
  checkpoint: (path) => {
    const form = scenario.checkpoints?.find((one) => one.path === path);
    return form && scenario.refusal === undefined ? exampleCheckpoint(form) : { error: scenario.refusal ?? 'There is no checkpoint here.' };
  },
  weightSpectra: workOutSpectra,
  cancelWeightSpectra: (path) => {
    note('cancelWeightSpectra')(path);
    cancelled.add(path);
  },
  spectralReport: (run) => {
    note('spectralReport')(run);
    const form = scenario.spectra?.[run];
    return form ? exampleSpectra(run, form) : null;
  },
  layerSpectrum: (request) => {
    note('layerSpectrum')(request);
    const form = scenario.spectra?.[request.run];
    return form && !form.withoutEigenvalues ? exampleSpectrum(form, request.layer, request.site, request.step) : null;
  },
  widthReport: () => exampleWidths(scenario.runs.map(({ id }) => id), scenario.widths ?? []),
  forecastSubjects: () => {
    note('forecastSubjects')(null);
    return exampleSubjects(scenario.forecasts ?? []);
  },
  forecastReport: (request) => {
    note('forecastReport')(request);
    return exampleForecast(scenario.forecasts ?? [], request);
  },
  densityOverview: (question) => {
    note('densityOverview')(question);
    return scenario.density?.overviews.find((one) => 'error' in one || one.benchmark === question.benchmark) ?? scenario.density?.overviews[0] ?? { error: 'No table of the workspace tells the scores of models on a benchmark.' };
  },
  sweeps: () => scenario.density?.scalings.map(({ sweep }) => sweep) ?? [],
  scalingOverview: (question) => {
    note('scalingOverview')(question);
    return scenario.density?.scalings.find(({ sweep }) => sweep.id === question.sweep) ?? { error: 'What the law was fitted to is gone: choose another sweep.' };
  },
  openDensity: note('openDensity'), openForecast: note('openForecast'),
  gradientReport: (run) => {
    note('gradientReport')(run);
    return gradients?.report ?? { error: 'Neither the log nor a checkpoint of this run tells anything of its gradients.' };
  },
  gradientCoordinates: async (run) => {
    note('gradientCoordinates')(run);
    void host.call('gradientProgress', { run, task: 'coordinates', fraction: 0.4 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    return gradients?.coordinates ?? { error: 'No checkpoint of this run holds the state of an optimizer.' };
  },
  gradientGoodness: testFit,
  gradientSamples: () => gradients?.samples ?? null,
  cancelGradients: (run) => {
    note('cancelGradients')(run);
    fitCancelled = true;
  },
  openSpectrum: note('openSpectrum'), openGradients: note('openGradients'), openCheckpoint: note('openCheckpoint'),
  openRun: note('openRun'), openOverview: note('openOverview'), openPlace: note('openPlace'), openSetting: note('openSetting'),
  writeSetting: ({ key, value }) => {
    calls.push({ method: 'writeSetting', argument: { key, value } });
    settings = { ...settings, [key]: value };
    return true;
  },
  muteRun: mute(true), unmuteRun: mute(false), chooseFolder: note('chooseFolder'), openSamples: note('openSamples'),
  save: ({ suggestedName, data }) => {
    calls.push({ method: 'save', argument: { suggestedName, data: typeof data === 'string' ? data : Array.from(data.slice(0, 8)), length: data.length } });
    return true;
  },
});

window.fakeHost = {
  calls,
  violations: [],
  state: scenario.state,
  theme: (name) => {
    for (const variable of [...document.documentElement.style]) document.documentElement.style.removeProperty(variable);
    for (const [variable, value] of Object.entries({ ...fonts, ...themes[name] })) document.documentElement.style.setProperty(`--vscode-${variable}`, value);
    document.body.className = themeClasses[name];
    document.body.dataset.vscodeThemeKind = themeClasses[name];
  },
  changed: (change) => void host.call('changed', { updated: [], removed: [], ...change }),
  progress: (progress) => void host.call('progress', progress),
  settingsChanged: (change) => {
    settings = { ...settings, ...change };
    void host.call('settingsChanged', settings);
  },
};

window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => deliver(structuredClone(message)),
  getState: () => window.fakeHost.state,
  setState: (state: unknown) => { window.fakeHost.state = structuredClone(state); },
});

const fonts = { 'font-family': 'system-ui, "Open Sans", sans-serif', 'font-size': '13px', 'font-weight': 'normal', 'editor-font-family': 'monospace' };

document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
  window.fakeHost.violations.push(`${violatedDirective} ${blockedURI} ${sample}`);
});
new MutationObserver((_, observer) => {
  if (!document.body) return;
  observer.disconnect();
  window.fakeHost.theme(scenario.theme ?? 'dark');
}).observe(document, { childList: true, subtree: true });

const editorStyles = new CSSStyleSheet();
// A layer, for the editor puts its styles before those of the panel.
editorStyles.replaceSync(`@layer editor {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); background: var(--vscode-editor-background); }
  body { overscroll-behavior-x: none; background-color: transparent; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
    font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }
  a { color: var(--vscode-textLink-foreground); }
  a:focus, input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
}`);
document.adoptedStyleSheets = [editorStyles];

const cancelled = new Set<string>();

function shownCheckpoint(): string {
  return scenario.checkpoints?.[0].path ?? '/workspace/none.pt';
}

/** Tells the progress of one round of synthetic sets after the other, as the engine does; every fifth fits worse than the values. */
async function testFit({ run, over }: GoodnessRequest): Promise<GradientTail | Refusal | null> {
  note('gradientGoodness')({ run, over });
  fitCancelled = false;
  for (let sets = 50; sets <= 200; sets += 50) {
    await new Promise((resolve) => setTimeout(resolve, 400));
    if (fitCancelled) return null;
    void host.call('gradientProgress', { run, task: 'goodness', fraction: sets / 1000, goodness: { sets, exceeding: sets / 5, pValue: 0.2, low: 0.1, high: 0.3 } });
  }
  const report = gradients?.report;
  const tail = report && !('error' in report) ? report.tails.find((one) => one.over === over) : undefined;
  return tail ? { ...tail, report: { ...tail.report, goodness: { sets: 200, exceeding: 40, pValue: 0.2, low: 0.12, high: 0.31 } } } : null;
}

/** Tells the progress of one matrix after the other, as the engine does. */
async function workOutSpectra(path: string) {
  note('weightSpectra')(path);
  const form = scenario.checkpoints?.find((one) => one.path === path);
  if (!form) return { error: 'There is no checkpoint here.' };
  cancelled.delete(path);
  const spectra = exampleWeightSpectra(form);
  for (const [i, { name }] of spectra.layers.entries()) {
    if (form.pace) await new Promise((resolve) => setTimeout(resolve, form.pace));
    if (cancelled.has(path)) return null;
    void host.call('spectraProgress', { path, done: i + 1, total: spectra.layers.length, name } satisfies SpectraProgress);
  }
  return spectra;
}

/** Notes who is muted, and says so to the panel as the editor does. */
function mute(on: boolean): (run: string) => void {
  return (run) => {
    note(on ? 'muteRun' : 'unmuteRun')(run);
    void host.call('mutedChanged', on ? [run] : []);
  };
}

function note(method: string): (argument: unknown) => void {
  return (argument) => { calls.push({ method, argument }); };
}
