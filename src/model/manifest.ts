import { checkpointEditors, commands, jsonSchemas, menus, runsView, viewContainer, walkthroughId, walkthroughSteps, welcomes } from './contributions';
import type { CommandDescriptor } from './contributions';
import { settingDescriptors } from './settings';
import type { SettingDescriptor } from './settings';
import { tableRoles } from './tableRole';

/** What package.json says under `contributes`, with every text as `%key%`, and those texts in English. */
export interface Manifest {
  readonly contributes: Readonly<Record<string, unknown>>;
  readonly texts: Readonly<Record<string, string>>;
}

/** The manifest that the code stands for. package.json is written from it and compared with it. */
export function manifest(): Manifest {
  const texts: Record<string, string> = {};
  const text = (key: string, english: string): string => {
    texts[key] = english;
    return `%${key}%`;
  };
  const contributes = {
    commands: Object.entries<CommandDescriptor>(commands).map(([id, { title, icon }]) => (
      { command: id, title: text(`command.${plain(id)}`, title), category: text('category', 'Plateau'), ...(icon && { icon }) })),
    menus: { commandPalette: palette(), ...menus },
    viewsContainers: { activitybar: [{ ...viewContainer, title: text('container', viewContainer.title) }] },
    views: { [viewContainer.id]: [{ ...runsView, name: text('view.runs', runsView.name) }] },
    viewsWelcome: welcomes.map(({ name, when, contents }) => ({ view: runsView.id, when, contents: text(`welcome.${name}`, contents) })),
    customEditors: checkpointEditors.map(({ viewType, displayName, priority, patterns }) => (
      { viewType, displayName: text('editor.checkpoint', displayName), priority, selector: patterns.map((filenamePattern) => ({ filenamePattern })) })),
    jsonValidation: jsonSchemas,
    configuration: sections(text),
    walkthroughs: [walkthrough(text)],
  };
  text('capabilities.virtual', 'Runs are followed in folders on a disk that this machine can read; folders of a virtual file system are left alone.');
  return { contributes, texts };
}

type Text = (key: string, english: string) => string;

function palette() {
  return Object.entries<CommandDescriptor>(commands).flatMap(([command, { when }]) => (when === undefined ? [] : [{ command, when }]));
}

/** Titles of the sections of the settings page, each with the first segments of the keys that stand in it. */
const sectionTitles: Readonly<Record<string, readonly string[]>> = {
  'When to Stop': ['marginalReturn', 'performance', 'resource'],
  'Plan of the Run': ['plan'],
  'Run Health': ['health'],
  'Spectra': ['spectrum'],
  'Scaling and Density': ['scaling', 'density', 'tables'],
  'Fine-Tuning': ['forecast'],
  'Gradients': ['blueprint'],
  'Logs': ['files', 'text'],
  'What Is Shown': ['notifications', 'codeLens'],
};

function sections(text: Text) {
  return Object.entries(sectionTitles).map(([title, groups], order) => ({
    title: text(`settings.${groups[0]}`, title),
    order,
    properties: Object.fromEntries(groups.flatMap((group) => settingsOf(group)).map(([key, descriptor], place) => [`plateau.${key}`, { order: place, ...property(key, descriptor, text) }])),
  }));
}

function settingsOf(group: string): [string, SettingDescriptor<unknown>][] {
  return Object.entries<SettingDescriptor<unknown>>(settingDescriptors).filter(([key]) => key.startsWith(`${group}.`));
}

function property(key: string, descriptor: SettingDescriptor<unknown>, text: Text) {
  return {
    ...kindOf(descriptor.default),
    default: descriptor.default,
    ...(descriptor.values && { enum: descriptor.values }),
    ...(descriptor.minimum !== undefined && { minimum: descriptor.minimum }),
    ...(descriptor.maximum !== undefined && { maximum: descriptor.maximum }),
    description: text(`setting.${key}`, descriptor.description),
  };
}

function kindOf(example: unknown) {
  if (Array.isArray(example)) return { type: 'array', items: { type: 'string' } };
  return typeof example === 'object' ? { type: 'object', additionalProperties: tableMapping } : { type: typeof example };
}

const tableMapping = {
  type: 'object', additionalProperties: false,
  properties: Object.fromEntries(tableRoles.map((role) => [role, { type: ['string', 'array'], items: { type: 'string' } }])),
};

function walkthrough(text: Text) {
  return {
    id: walkthroughId,
    title: text('walkthrough.title', 'Know When a Training Run Should Stop'),
    description: text('walkthrough.description', 'Find the runs, read a verdict, set the plan, be told.'),
    icon: 'media/icon.png',
    steps: walkthroughSteps.map((step) => ({
      id: step.id,
      title: text(`walkthrough.${step.id}.title`, step.title),
      description: text(`walkthrough.${step.id}.description`, step.description),
      media: { markdown: `media/walkthrough/${step.id}.md` },
    })),
  };
}

function plain(id: string): string {
  return id.slice('plateau.'.length);
}
