import { say } from '../../model/say';
import type { SpectrumSite } from '../../model/spectrum';

/** A layer in a sentence: "FFN of layer 7", "FFN of layer 7 (TAIL tokens)", "weights of h.7.mlp.c_fc". */
export function layerName(layer: string, site: SpectrumSite): string {
  const [, number, bucket] = /^(\d+)(?:\/(\w+))?$/.exec(layer) ?? [];
  const of = number === undefined ? layer : say`layer ${number}`;
  return say`${site === 'weight' ? say`weights` : 'FFN'} of ${of}${bucket === undefined ? '' : say` (${bucket} tokens)`}`;
}
