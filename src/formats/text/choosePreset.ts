import { generic } from './generic';
import type { TextPreset } from './preset';
import { textPresets } from './presets';

const signed = textPresets.filter((preset) => preset !== generic);
const strong = signed.filter((preset) => !preset.weak);

/**
 * The preset that a line decides for while `present` reads the log, or undefined when the present one stays. One
 * line is enough; only a weak preset is superseded.
 */
export function presetOfLine(line: string, present: TextPreset): TextPreset | undefined {
  if (!present.weak) return undefined;
  return (present === generic ? signed : strong).find((preset) => preset.signature.test(line));
}

/** Whether a line may tell something of the run to the preset that a later line decides for. */
export function isBanner(line: string): boolean {
  return banners.some((banner) => banner.test(line));
}

const banners = textPresets.flatMap(({ banner }) => banner ?? []);

export function presetById(id: string): TextPreset {
  return textPresets.find((preset) => preset.id === id) ?? generic;
}
