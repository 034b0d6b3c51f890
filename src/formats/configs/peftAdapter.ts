import type { ConfigReader } from './configReader';

/** adapter_config.json of PEFT: which adapter, nothing of the schedule. */
export const peftAdapter: ConfigReader = {
  kind: 'peft-adapter',
  matches: (settings) => settings.has('peft_type'),
  plan: () => ({}),
};
