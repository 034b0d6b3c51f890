import { Opaque, PickledArray, PickledTensor } from '../pickle/pickleValue';
import type { PickleValue } from '../pickle/pickleValue';
import { attributesOf, dictOf, keyText } from './dictOf';

export interface NamedTensor {
  readonly name: string;
  readonly tensor: PickledTensor | PickledArray;
}

export interface CollectedTensors {
  readonly tensors: readonly NamedTensor[];
  /** Names of tensors of a kind that is not read (sparse, quantised, divided among ranks). */
  readonly unread: readonly string[];
}

/**
 * Finds the tensors in a value, with dotted names as a state_dict has them, in the order of the file. A pickled module
 * gives the names of its own state_dict: parameters, lasting buffers, then its modules (torch/nn/modules/module.py).
 * What is contained twice is visited once, so that values that contain themselves end.
 */
export function collectTensors(value: PickleValue, prefix = ''): CollectedTensors {
  const collector = new Collector();
  collector.visit(value, prefix, 0);
  return collector;
}

class Collector implements CollectedTensors {
  readonly tensors: NamedTensor[] = [];
  readonly unread: string[] = [];
  readonly #visited = new Set<PickleValue>();

  visit(value: PickleValue, name: string, depth: number): void {
    if (value instanceof PickledTensor || value instanceof PickledArray) this.tensors.push({ name: name || 'tensor', tensor: value });
    else if (typeof value === 'object' && value !== null && depth < deepest && !this.#visited.has(value)) {
      this.#visited.add(value);
      this.#visitInside(value, name, depth + 1);
    }
  }

  #visitInside(value: PickleValue, name: string, depth: number): void {
    if (Array.isArray(value)) value.forEach((item, i) => this.visit(item, joined(name, String(i)), depth));
    else if (value instanceof Opaque && /^torch\._(utils|tensor)\._rebuild/.test(value.path)) this.unread.push(name);
    else if (value instanceof Opaque) this.#visitObject(value, name, depth);
    else if (value instanceof Map) this.#visitEntries(value, name, depth);
  }

  #visitObject(object: Opaque, name: string, depth: number): void {
    const attributes = attributesOf(object);
    if (!attributes?.has('_parameters')) {
      this.#visitEntries(dictOf(object), name, depth);
      object.items?.forEach((item, i) => this.visit(item, joined(name, String(i)), depth));
      return;
    }
    const passing = attributes.get('_non_persistent_buffers_set');
    const lasts = (key: PickleValue): boolean => !(passing instanceof Set && passing.has(key));
    this.#visitEntries(dictOf(attributes.get('_parameters')), name, depth);
    this.#visitEntries(dictOf(attributes.get('_buffers')), name, depth, lasts);
    this.#visitEntries(dictOf(attributes.get('_modules')), name, depth);
  }

  #visitEntries(entries: Map<PickleValue, PickleValue> | undefined, name: string, depth: number, wanted: (key: PickleValue) => boolean = () => true): void {
    for (const [key, value] of entries ?? []) if (wanted(key)) this.visit(value, joined(name, keyText(key)), depth);
  }
}

function joined(prefix: string, name: string): string {
  return prefix ? `${prefix}.${name}` : name;
}

/** No model nests this deep; a pickle made to harm may. */
const deepest = 100;
