import type { Progress } from './protocol';

/** Tells of reading only when it takes long enough to be worth showing. */
export class ReadingProgress {
  readonly #files: number;
  readonly #tell: (progress: Progress) => void;
  #filesDone = 0;
  #bytesDone = 0;
  #told = false;

  constructor(files: number, tell: (progress: Progress) => void) {
    this.#files = files;
    this.#tell = tell;
  }

  read(bytes: number): void {
    this.#bytesDone += bytes;
  }

  done(files: number): void {
    this.#filesDone += files;
    if (this.#files <= fewFiles || this.#bytesDone === 0) return;
    this.#told = true;
    this.#tell({ phase: 'reading', files: this.#files, filesDone: this.#filesDone, bytes: 0, bytesDone: this.#bytesDone });
  }

  end(first: boolean): void {
    if (this.#told || first) this.#tell({ phase: 'idle', files: this.#files, filesDone: this.#files, bytes: 0, bytesDone: this.#bytesDone });
  }
}

/** So many logs are read before a progress could be seen. */
const fewFiles = 16;
