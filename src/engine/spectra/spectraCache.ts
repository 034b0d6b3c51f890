import type { LayerSpectrum } from '../../model/spectrum';

/** What was worked out before, by the content it was worked out from. */
export interface SpectraCache {
  get(key: string): Promise<readonly LayerSpectrum[] | undefined>;
  set(key: string, layers: readonly LayerSpectrum[]): Promise<void>;
}

/** Keeps the last few checkpoints in memory, over another cache or none. */
export class MemoryCache implements SpectraCache {
  readonly #known = new Map<string, readonly LayerSpectrum[]>();
  readonly #below: SpectraCache | undefined;

  constructor(below?: SpectraCache) {
    this.#below = below;
  }

  async get(key: string): Promise<readonly LayerSpectrum[] | undefined> {
    const known = this.#known.get(key) ?? await this.#below?.get(key);
    if (known) this.#keep(key, known);
    return known;
  }

  async set(key: string, layers: readonly LayerSpectrum[]): Promise<void> {
    this.#keep(key, layers);
    await this.#below?.set(key, layers);
  }

  #keep(key: string, layers: readonly LayerSpectrum[]): void {
    this.#known.delete(key);
    this.#known.set(key, layers);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= most) return;
      this.#known.delete(oldest);
    }
  }
}

const most = 32;
