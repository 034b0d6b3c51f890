import { describe, expect, it } from 'vitest';
import { defaultSettings, settingDescriptors, settingsFrom, withSetting } from '../../../src/model/settings';

describe('settings', () => {
  it('accepts every default as a value of its own setting', () => {
    expect(settingsFrom(defaultSettings)).toEqual(defaultSettings);
    for (const [key, { default: value }] of Object.entries(settingDescriptors)) {
      const text = typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : String(value);
      expect(withSetting(defaultSettings, key, text)).toEqual(defaultSettings);
    }
  });

  it('reads numbers, booleans, choices and lists from text', () => {
    expect(withSetting(defaultSettings, 'marginalReturn.threshold', '0.125')).toMatchObject({ 'marginalReturn.threshold': 0.125 });
    expect(withSetting(defaultSettings, 'notifications.enabled', 'false')).toMatchObject({ 'notifications.enabled': false });
    expect(withSetting(defaultSettings, 'plan.schedule', 'wsd')).toMatchObject({ 'plan.schedule': 'wsd' });
    expect(withSetting(defaultSettings, 'files.exclude', 'a,b')).toMatchObject({ 'files.exclude': ['a', 'b'] });
  });

  it('says what a value that does not fit should be', () => {
    expect(withSetting(defaultSettings, 'plan.schedule', 'zigzag')).toEqual({ error: expect.stringContaining('one of auto, constant, cosine') });
    expect(withSetting(defaultSettings, 'plan.minRatio', '2')).toEqual({ error: expect.stringContaining('a number from -1 to 1') });
    expect(withSetting(defaultSettings, 'plan.maxSteps', 'many')).toEqual({ error: expect.stringContaining('"many"') });
    expect(withSetting(defaultSettings, 'plan.maxSteps', '')).toHaveProperty('error');
  });

  it('knows no setting by the name of what every object has', () => {
    expect(withSetting(defaultSettings, '__proto__', '1')).toHaveProperty('error');
    expect(withSetting(defaultSettings, 'constructor', '1')).toHaveProperty('error');
  });

  it('keeps the default where a loosely typed value does not fit', () => {
    const settings = settingsFrom({ 'plan.maxSteps': -5, 'plan.schedule': 7, 'files.exclude': [1], 'resource.gpus': 8, other: true });
    expect(settings).toEqual({ ...defaultSettings, 'resource.gpus': 8 });
  });
});
