import type { Progress } from '../../src/engine/protocol';
import { progressText } from './progressText';
import { t } from './translate';

/** Where it is said that a run is not there. */
export interface Place {
  /** With a sign that something goes on. */
  wait(text: string): void;
  absent(text: string): void;
}

/** Stands in for a run that is not known: it may still be read, and once everything has been read its files are gone. */
export class MissingRun {
  readonly #place: Place;
  #progress: Progress | undefined;

  constructor(place: Place, progress: Progress | undefined) {
    this.#place = place;
    this.#progress = progress;
  }

  follow(progress: Progress): void {
    this.#progress = progress;
  }

  show(): void {
    if (this.#progress && this.#progress.phase !== 'idle') this.#place.wait(progressText(this.#progress));
    else this.gone();
  }

  gone(): void {
    this.#place.absent(t('The files of this run are gone. When they are back, so is this panel.'));
  }
}
