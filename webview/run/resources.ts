import type { Resource } from '../../src/model/report';
import { t } from '../components/translate';

export const resources: readonly Resource[] = ['steps', 'tokens', 'flops', 'hours', 'gpuHours', 'money', 'energy'];

/** A resource as an axis calls it. */
export function resourceTitle(resource: Resource): string {
  switch (resource) {
    case 'steps': return t('steps');
    case 'tokens': return t('tokens');
    case 'flops': return t('FLOPs');
    case 'hours': return t('hours');
    case 'gpuHours': return t('GPU-hours');
    case 'money': return t('money');
    case 'energy': return t('energy (kWh)');
  }
}

/** Why a resource cannot be chosen for this run, as what to do about it. */
export function whyUnavailable(resource: Resource): string {
  switch (resource) {
    case 'steps': return t('no steps logged');
    case 'tokens': return t('log a token count, or give the batch size in a configuration');
    case 'flops': return t('needs tokens and the number of parameters');
    case 'hours': return t('the log has no times');
    case 'gpuHours': return t('the log has no times');
    case 'money': return t('needs times and a price per GPU-hour in the settings');
    case 'energy': return t('needs times and a mean power in the settings');
  }
}
