import type { Arena } from './arena';
import { paddedSize } from './gram';

/** A symmetric matrix in the kernels' memory: its lower triangle, padded with zeros. */
export interface SymmetricMatrix {
  readonly address: number;
  readonly size: number;
}

/** Tridiagonal matrix of a Lanczos recurrence: `offDiagonal[k]` couples step k to the next. */
export interface Tridiagonal {
  readonly diagonal: readonly number[];
  readonly offDiagonal: readonly number[];
}

/** A recurrence that began with a vector of squared norm `mass`. */
export interface Recurrence extends Tridiagonal {
  readonly mass: number;
  /** Whether it spans all that a product with the matrix can reach. */
  readonly isComplete: boolean;
}

/** Orthonormal vectors in the kernels' memory, one after the other, padded: what is in their span is left out. */
export interface Deflation {
  readonly address: number;
  readonly count: number;
}

/** An off-diagonal below this share of the matrix's scale: the vectors so far span an invariant space, nothing is left. */
const negligible = 1e-13;

/** Lanczos recurrences from several starting vectors at once, so that the matrix is read once per step for all of them. */
export class Lanczos {
  readonly #arena: Arena;
  readonly #matrix: SymmetricMatrix;
  readonly #rowBytes: number;
  readonly #basisBytes: number;
  readonly #bases: number;
  readonly #deflation: Deflation;
  readonly #recurrences: { readonly mass: number; readonly diagonal: number[]; readonly offDiagonal: number[]; isComplete: boolean }[];
  #steps = 0;

  /** Memory for so many recurrences of so many steps. */
  static bytes(size: number, count: number, steps: number): number {
    return count * (steps + 1) * paddedSize(size) * 8 + 64;
  }

  /** `component` gives the components of the starting vectors, one vector after the other; they need no norm. */
  constructor(arena: Arena, matrix: SymmetricMatrix, plan: { readonly count: number; readonly mostSteps: number; readonly deflation?: Deflation }, component: () => number) {
    this.#arena = arena;
    this.#matrix = matrix;
    this.#deflation = plan.deflation ?? { address: 0, count: 0 };
    this.#rowBytes = paddedSize(matrix.size) * 8;
    this.#basisBytes = (plan.mostSteps + 1) * this.#rowBytes;
    this.#bases = arena.take(plan.count * this.#basisBytes);
    this.#recurrences = Array.from({ length: plan.count }, (_, i) => {
      const mass = this.#begin(this.#bases + i * this.#basisBytes, component);
      return { mass, diagonal: [], offDiagonal: [], isComplete: mass === 0 };
    });
  }

  get recurrences(): readonly Recurrence[] {
    return this.#recurrences;
  }

  /** Address of the vector of a step of the first recurrence. */
  vector(step: number): number {
    return this.#bases + step * this.#rowBytes;
  }

  /** Whether one more step would find nothing new in any of them. */
  get isComplete(): boolean {
    return this.#recurrences.every(({ isComplete }) => isComplete);
  }

  /** One more step of every recurrence. */
  step(): void {
    const { kernels } = this.#arena;
    const x = this.vector(this.#steps);
    kernels.symmetricProducts(this.#matrix.address, this.#rowBytes, this.#matrix.size, x, x + this.#rowBytes, this.#recurrences.length, this.#basisBytes);
    this.#recurrences.forEach((recurrence, i) => {
      const next = x + this.#rowBytes + i * this.#basisBytes;
      if (recurrence.isComplete) return;
      recurrence.diagonal.push(kernels.inner(next - this.#rowBytes, next, this.#matrix.size));
      this.#orthogonalise(next, this.#bases + i * this.#basisBytes, this.#steps + 1);
      const norm = Math.sqrt(kernels.inner(next, next, this.#matrix.size));
      const scale = Math.max(...recurrence.diagonal.map(Math.abs), ...recurrence.offDiagonal);
      recurrence.isComplete = norm <= negligible * scale || recurrence.diagonal.length === this.#matrix.size;
      if (recurrence.isComplete) this.#clear(next);
      else {
        kernels.scale(next, 1 / norm, this.#matrix.size);
        recurrence.offDiagonal.push(norm);
      }
    });
    this.#steps++;
  }

  /** Writes a starting vector of norm 1 and returns its squared norm before; 0, and zeros, where nothing of it is left. */
  #begin(vector: number, component: () => number): number {
    const { inner, scale } = this.#arena.kernels;
    const { size } = this.#matrix;
    this.#clear(vector);
    const components = this.#arena.doubles(vector, size);
    for (let k = 0; k < size; k++) components[k] = component();
    const whole = inner(vector, vector, size);
    this.#orthogonalise(vector, vector, 0);
    const mass = inner(vector, vector, size);
    if (mass <= negligible * whole) {
      this.#clear(vector);
      return 0;
    }
    scale(vector, 1 / Math.sqrt(mass), size);
    return mass;
  }

  /** Takes from a vector its components along `count` former ones; twice is enough (Giraud, Langou & Rozložník 2005). */
  #orthogonalise(vector: number, formers: number, count: number): void {
    for (let pass = 0; pass < 2; pass++) {
      this.#takeOut(vector, this.#deflation.address, this.#deflation.count);
      this.#takeOut(vector, formers, count);
    }
  }

  #takeOut(vector: number, from: number, count: number): void {
    const { inner, addScaled } = this.#arena.kernels;
    for (let former = from; former < from + count * this.#rowBytes; former += this.#rowBytes) {
      addScaled(vector, -inner(former, vector, this.#matrix.size), former, this.#matrix.size);
    }
  }

  #clear(vector: number): void {
    this.#arena.doubles(vector, this.#rowBytes / 8).fill(0);
  }
}
