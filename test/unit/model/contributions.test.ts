import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands, contextKeys, menus, panelTypes, walkthroughSteps, welcomes } from '../../../src/model/contributions';
import { manifest } from '../../../src/model/manifest';
import { defaultSettings, settingDescriptors, settingsFrom } from '../../../src/model/settings';

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'));
const description = read('package.json');
const english: Record<string, string> = read('package.nls.json');
const chinese: Record<string, string> = read('package.nls.zh-cn.json');
const properties: Record<string, Record<string, unknown>> = Object.assign({}, ...description.contributes.configuration.map((section: { properties: object }) => section.properties));

describe('package.json and the code', () => {
  it('agree on everything contributed (npm run manifest writes it)', () => {
    expect(description.contributes).toEqual(manifest().contributes);
    expect(english).toEqual(manifest().texts);
  });

  it('agree on the panels that come back after a reload', () => {
    const woken = (description.activationEvents as string[]).filter((event) => event.startsWith('onWebviewPanel:'));
    expect(woken).toEqual(Object.values(panelTypes).map((type) => `onWebviewPanel:${type}`));
  });

  it('agree on every setting, its default and its bounds', () => {
    expect(Object.keys(properties).sort()).toEqual(Object.keys(settingDescriptors).map((key) => `plateau.${key}`).sort());
    const defaults = Object.entries(properties).map(([key, property]) => [key.slice('plateau.'.length), property.default]);
    expect(settingsFrom(Object.fromEntries(defaults))).toEqual(defaultSettings);
    expect(Object.fromEntries(defaults)).toEqual(defaultSettings);
  });

  it('offer no command that does not exist, and have each title once', () => {
    const known = Object.keys(commands);
    const texts = [...welcomes.map(({ contents }) => contents), ...walkthroughSteps.map(({ description: text }) => text)].join('\n');
    const linked = [...texts.matchAll(/command:(plateau\.\w+)\)/g)].map(([, id]) => id);
    const offered = [...Object.values(menus).flat().map(({ command }) => command), ...linked];
    expect(offered.length).toBeGreaterThan(10);
    expect(offered.filter((id) => !known.includes(id))).toEqual([]);
    expect(new Set(Object.values(commands).map(({ title }) => title)).size).toBe(known.length);
  });

  it('ask only for conditions that the extension keeps', () => {
    const asked = JSON.stringify(description.contributes).match(/(?<=[ "!(])plateau\.(?:has\w+|ready|reading)\b/g) ?? [];
    expect(new Set(asked)).toEqual(new Set(Object.values(contextKeys)));
  });

  it('have every text in both languages', () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
    const used = [...JSON.stringify(description).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
    expect([...new Set(used)].sort()).toEqual(Object.keys(english).sort());
    const links = (text: string) => [...text.matchAll(/\(command:[^)]*\)/g)].map(([link]) => link);
    for (const key of Object.keys(english)) expect(links(chinese[key]), key).toEqual(links(english[key]));
  });

  it('name only files that exist', () => {
    const files = JSON.stringify(description).match(/media\/[\w./-]+/g) ?? [];
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) expect(readFileSync(new URL(`../../../${file}`, import.meta.url)).length, file).toBeGreaterThan(0);
  });
});

describe('docs/commands.md', () => {
  it('names every command', () => {
    const page = readFileSync(new URL('../../../docs/commands.md', import.meta.url), 'utf8');
    expect(Object.values(commands).map(({ title }) => title).filter((title) => !page.includes(title))).toEqual([]);
  });
});
