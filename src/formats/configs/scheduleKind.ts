import type { ScheduleKind } from '../../model/plan';

/**
 * Kind of a schedule from the name that a configuration gives it: `lr_scheduler_type` of Transformers, class names
 * of PyTorch and Composer schedulers, decay styles of Megatron. Undefined when it names none.
 */
export function scheduleKind(name: string): ScheduleKind | undefined {
  const plain = name.slice(name.lastIndexOf('.') + 1).toLowerCase().replace(/[^a-z]/g, '');
  if (plain === '' || plain === 'none' || plain === 'null') return undefined;
  return kinds.find(([pattern]) => pattern.test(plain))?.[1] ?? 'other';
}

const kinds: readonly (readonly [RegExp, ScheduleKind])[] = [
  [/restart/, 'other'],
  [/warmupstabledecay|^wsd|trapezoid/, 'wsd'],
  [/inverse(?:square)?(?:sq)?(?:root|rt)|inversesqrt|invsqrt|noam/, 'inverse-sqrt'],
  [/cosine/, 'cosine'],
  [/linear|warmupdecaylr/, 'linear'],
  [/poly/, 'polynomial'],
  [/constant|^warmuplr$/, 'constant'],
];
