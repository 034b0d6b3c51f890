import { defaultSettings, type SettingKey, settingDescriptors, type Settings } from '../../src/model/settings';
import { formatNumber, formatStep } from '../../src/model/format';
import { html, replaceChildren } from '../components/dom';
import type { Host } from '../components/host';
import { t } from '../components/translate';
import type { RunView, Section } from './runView';

/** The settings that produced what is shown, each a link to where it is changed. */
export function settingsSection(host: Host): Section {
  const list = html('dl', { class: 'settings' });
  const element = html('section', { class: 'produced' }, html('div', { class: 'heading' }, html('h2', {}, t('Settings that produced this'))), list);
  return {
    element,
    show(view) {
      replaceChildren(list, ...keys.map((key) => html('div', { class: view.settings[key] === defaultSettings[key] ? undefined : 'changed' },
        html('dt', {}, html('button', { class: 'link', type: 'button', title: t(settingDescriptors[key].description), onclick: () => void host.call('openSetting', key) }, key)),
        html('dd', {}, valueText(key, view.settings), html('span', { class: 'origin' }, originText(key, view))))));
    },
  };
}

const keys: readonly SettingKey[] = [
  'performance.metric', 'performance.direction', 'resource.unit',
  'marginalReturn.threshold', 'marginalReturn.probability', 'marginalReturn.consecutive',
  'plan.maxSteps', 'plan.schedule', 'plan.warmupSteps', 'plan.decayStart', 'plan.minRatio',
  'health.divergenceFactor', 'health.spikeDeviations', 'health.stallFactor',
];

function valueText(key: SettingKey, settings: Settings): string {
  const value = settings[key];
  if (isAutomatic(key, settings)) return t('automatic');
  return typeof value === 'number' ? formatNumber(value) : String(value);
}

function isAutomatic(key: SettingKey, settings: Settings): boolean {
  const value = settings[key];
  return key === 'performance.metric' ? value === '' : (key.startsWith('plan.') || key === 'marginalReturn.threshold') && value === defaultSettings[key];
}

/** What "automatic" came to, as the log or a configuration says. */
function originText(key: SettingKey, view: RunView): string {
  if (!isAutomatic(key, view.settings)) return '';
  const { plan } = view.detail;
  const known: Partial<Record<SettingKey, string | undefined>> = {
    'performance.metric': view.report?.original ?? view.detail.summary.metric ?? undefined,
    'marginalReturn.threshold': view.report?.threshold ? formatNumber(view.report.threshold) : undefined,
    'plan.maxSteps': stepText(plan.maxSteps ?? view.report?.plannedSteps),
    'plan.schedule': plan.schedule ?? view.report?.schedule,
    'plan.warmupSteps': stepText(plan.warmupSteps),
    'plan.decayStart': stepText(plan.decayStart),
    'plan.minRatio': plan.minRatio === undefined ? undefined : formatNumber(plan.minRatio),
  };
  return known[key] ?? t('unknown');
}

function stepText(steps: number | undefined): string | undefined {
  return steps === undefined ? undefined : formatStep(steps);
}
