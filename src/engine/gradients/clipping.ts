import { formatNumber } from '../../model/format';
import { say } from '../../model/say';

/** What the energy of all parameters together says about the clipping of the gradient norm. */
export interface Clipping {
  /** Clipped in every step that the running mean remembers: the norms are multiples of the threshold. */
  readonly alwaysActive: boolean;
  readonly threshold: number;
  readonly note: string;
}

/**
 * Gradients reach the optimizer after clipping. When every step was clipped, the norm of all was the threshold each time, and so is the
 * root mean square norm; 8-bit blocks blur it by about a percent. Without a known threshold the usual one of 1 is looked for. Undefined
 * where the norm says nothing of a clip.
 */
export function clippingOf(norm: number, threshold: number | undefined): Clipping | undefined {
  const limit = threshold ?? usualThreshold;
  if (!(limit > 0)) return undefined;
  if (Math.abs(norm / limit - 1) <= blur) {
    const assumed = threshold === undefined ? say`, the usual threshold; the configuration of the run is not known` : '';
    return { alwaysActive: true, threshold: limit, note: say`The clip is always active: the root mean square norm of all gradients is ${formatNumber(norm)}${assumed}. Shares between modules hold, the scale is that of the clip.` };
  }
  if (threshold === undefined || norm > limit) return undefined;
  return { alwaysActive: false, threshold: limit, note: say`Gradients are clipped at ${formatNumber(limit)}; their root mean square norm after that is ${formatNumber(norm)}, so that the clip is not active in every step.` };
}

/** max_grad_norm of Transformers, grad_clip of nanoGPT. */
const usualThreshold = 1;
/** Bytes of a dynamic 8-bit map resolve some percent of a value, of sums about one. */
const blur = 0.015;
