import { Opaque } from '../pickle/pickleValue';
import type { PickleValue } from '../pickle/pickleValue';

/** Names and values: of a dict, of a dict of a class of its own, or the attributes of an object. */
export function dictOf(value: PickleValue | undefined): Map<PickleValue, PickleValue> | undefined {
  if (value instanceof Map) return value;
  if (!(value instanceof Opaque)) return undefined;
  return value.entries ?? attributesOf(value);
}

/** Attributes of an object; those of __slots__ stand second in a pair. */
export function attributesOf(object: Opaque): Map<PickleValue, PickleValue> | undefined {
  const states = Array.isArray(object.state) ? object.state : [object.state];
  return states.find((state) => state instanceof Map);
}

/** A key of a dict as a part of a name. */
export function keyText(key: PickleValue): string {
  return typeof key === 'object' && key !== null ? '?' : String(key);
}
