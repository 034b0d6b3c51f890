import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Disposable } from '../../../src/editor/disposable';
import { DisposableValue } from '../../../src/editor/disposableValue';
import { Emitter } from '../../../src/editor/emitter';
import { Throttle } from '../../../src/editor/throttle';

class Owner extends Disposable {
  own(dispose: () => void): void {
    this._register({ dispose });
  }
}

describe('Disposable', () => {
  it('disposes what it owns, last first, and late arrivals at once', () => {
    const order: string[] = [];
    const owner = new Owner();
    for (const name of ['a', 'b']) owner.own(() => order.push(name));
    owner.dispose();
    owner.own(() => order.push('late'));
    owner.dispose();
    expect(order).toEqual(['b', 'a', 'late']);
  });
});

describe('DisposableValue', () => {
  it('disposes the former value, and what comes after its own end', () => {
    const order: string[] = [];
    const named = (name: string) => ({ dispose: () => void order.push(name) });
    const value = new DisposableValue();
    const first = named('first');
    value.value = first;
    value.value = first;
    value.value = named('second');
    value.dispose();
    value.value = named('third');
    expect(order).toEqual(['first', 'second', 'third']);
    expect(value.value).toBeUndefined();
  });
});

describe('Emitter', () => {
  it('tells listeners until they stop listening, also while it tells', () => {
    const heard: string[] = [];
    const emitter = new Emitter<number>();
    const once = emitter.event((n) => {
      heard.push(`once ${n}`);
      once.dispose();
    });
    emitter.event((n) => heard.push(`always ${n}`));
    emitter.fire(1);
    emitter.fire(2);
    emitter.dispose();
    emitter.fire(3);
    expect(heard).toEqual(['once 1', 'always 1', 'always 2']);
  });
});

describe('Throttle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('works at once, then at most once per interval, and never misses the last request', () => {
    let count = 0;
    const throttle = new Throttle(100, () => count++);
    throttle.request();
    vi.advanceTimersByTime(1);
    expect(count).toBe(1);
    for (let i = 0; i < 25; i++) {
      throttle.request();
      vi.advanceTimersByTime(10);
    }
    expect(count).toBe(3);
    vi.advanceTimersByTime(100);
    expect(count).toBe(4);
    throttle.request();
    throttle.dispose();
    vi.advanceTimersByTime(1000);
    expect(count).toBe(4);
  });
});
