import type { ConfigReader } from './configReader';
import { modelByName, outputByName, planByName } from './planByName';

/** The resolved configuration that Hydra keeps beside each run in `.hydra`, and its list of overrides. */
export const hydra: ConfigReader = {
  kind: 'hydra',
  matches: (settings, path) => settings.size > 0 && /(?:^|\/)\.hydra\/(?:config|overrides)\.yaml$/.test(path),
  plan: planByName,
  model: modelByName,
  outputFolder: outputByName,
};
