import { isIncreasing, type Series } from '../model/series';
import { metrics } from '../model/metric';
import { durationSeconds, fieldMetric, wallTime } from './logFields';
import type { RecordBatch } from './recordBatch';
import { type Field, type FieldColumn, lastOf, numberInText, phaseName } from './rowField';
import { followSteps, type RowState } from './rowState';
import { isSettingsRow, planOfSettings } from './settingsRow';
import { numberOf } from './tolerantJson';

/** Turns rows of named numbers into points: finds the step and the wall time of each row. */
export class LogRows {
  /** Several rows share an epoch: epochs are no steps, and the file must be read anew with `fallback: 'row'`. */
  epochsRepeat = false;
  readonly #records: RecordBatch;
  readonly #state: RowState;
  readonly #fields: Field[] = [];
  #values = new Float64Array(64);
  #count = 0;
  #stepRank = Infinity;
  #steps = 0;
  #step = NaN;
  #epoch = NaN;
  #time = NaN;
  #planned = NaN;
  #learned = NaN;
  #evaluates = false;
  /** The phase stands in a field of mmcv, whose evaluations count the batches of their own set. */
  #ownCount = false;
  readonly #ownStep = new Float64Array(1);
  readonly #ownEpoch = new Float64Array(1);

  /** `state` is changed with every row. */
  constructor(records: RecordBatch, state: RowState) {
    this.#records = records;
    this.#state = state;
  }

  /** Starts a row, and forgets one that was not ended. */
  begin(): void {
    this.#count = 0;
    this.#stepRank = Infinity;
    this.#steps = 0;
    this.#step = this.#epoch = this.#time = this.#planned = NaN;
    this.#evaluates = this.#ownCount = false;
  }

  /** `value[0]` is the number of the field. In an array, because doubles that are arguments are put on the heap. */
  number(field: Field, value: Float64Array): void {
    if (field.role !== 'metric' && this.#takesRole(field, value[0])) return;
    if (this.#count === this.#values.length) this.#grow();
    this.#fields[this.#count] = field;
    this.#values[this.#count++] = value[0];
  }

  /** A text: a number in quotes, a date, a duration, or the phase that the row belongs to. */
  text(field: Field, value: string): void {
    if (field.texts === 'ignored') return;
    const number = field.texts === 'numeric' ? numberInText(value) : numberOf(value);
    if (number !== undefined) this.number(field, Float64Array.of(number));
    else if (field.role === 'time') this.#time = Date.parse(value);
    else if (phaseName.test(field.name)) {
      this.#evaluates = evaluationPhase.test(value);
      this.#ownCount = this.#evaluates && field.name === 'mode';
    }
  }

  /** A text that is no number, but may be hours, minutes and seconds. */
  duration(field: Field, value: string): void {
    const seconds = durationSeconds(value);
    if (seconds !== undefined) this.number(field, Float64Array.of(seconds));
  }

  /** Adds the points of the row. False when the row has none. */
  end(): boolean {
    if (this.#count === 0 && this.#stepRank === Infinity) return false;
    if (isSettingsRow(this.#fields, this.#count)) {
      this.#records.learn({ plan: planOfSettings(this.#fields, this.#values, this.#count) });
      return false;
    }
    this.#state.rows++;
    const step = this.#rowStep();
    const fields = this.#fields;
    const values = this.#values;
    const time = this.#time;
    const count = this.#count;
    for (let i = 0; i < count; i++) {
      const field = fields[i];
      if (this.#evaluates && ofTraining(field)) continue;
      (this.#evaluates ? this.#evaluationsOf(field) : field.series ?? this.#seriesOf(field)).push(step, values[i], time);
    }
    if (this.#planned > 1) this.#learnPlan(step);
    return true;
  }

  /**
   * Adds `count` rows at once, each of which has the same fields and a number in each. False, and nothing is added, where the rows have to
   * be taken one by one: they name no step, or one field twice.
   */
  block(used: readonly FieldColumn[], count: number): boolean {
    const names = new Set(used.map(({ field }) => `${field.lane}\u0000${field.name}`));
    if (names.size < used.length || !used.some(({ field }) => field.role === 'step')) return false;
    const times = lastOf(used, 'time');
    if (times?.some((time) => isNaN(wallTime(time)))) return false;
    const steps = this.#blockSteps(used, count);
    const points = { steps, times: times?.map(wallTime), increasing: isIncreasing(steps) };
    for (const { field, values } of used) {
      if (field.role === 'metric' || field.role === 'epoch') (field.series ?? this.#seriesOf(field)).extend({ ...points, values });
    }
    return true;
  }

  #blockSteps(used: readonly FieldColumn[], count: number): Float64Array {
    const counted = used.filter(({ field }) => field.role === 'step').sort((a, b) => a.field.rank - b.field.rank);
    this.#stepRank = counted[0].field.rank;
    const steps = new Float64Array(count);
    followSteps(this.#state, { count: counted.length, rank: this.#stepRank }, counted[0].values, lastOf(used, 'epoch') ?? new Float64Array(count).fill(NaN), steps);
    this.#state.rows += count;
    const planned = lastOf(used, 'planned');
    for (let row = 0; planned && row < count; row++) {
      this.#planned = planned[row];
      if (this.#planned > 1) this.#learnPlan(steps[row]);
    }
    return steps;
  }

  #takesRole(field: Field, value: number): boolean {
    switch (field.role) {
      case 'step': {
        this.#steps++;
        if (field.rank >= this.#stepRank || value !== value) return true;
        this.#step = value;
        this.#stepRank = field.rank;
        return true;
      }
      case 'time': {
        const time = wallTime(value);
        if (time === time) this.#time = time;
        return time === time;
      }
      case 'planned': {
        this.#planned = value;
        return true;
      }
      default: {
        if (field.role === 'epoch') this.#epoch = value;
        return false;
      }
    }
  }

  #rowStep(): number {
    const state = this.#state;
    if (this.#ownCount && state.fallback === 'step' && this.#epoch === this.#epoch) return state.step;
    if (this.#stepRank < Infinity) return this.#writtenStep();
    if (state.fallback === 'step') return state.step;
    if (state.fallback === 'row' || this.#epoch !== this.#epoch) return state.rows;
    this.#watchEpochs();
    return (state.step = this.#epoch);
  }

  #writtenStep(): number {
    this.#ownStep[0] = this.#step;
    this.#ownEpoch[0] = this.#epoch;
    followSteps(this.#state, { count: this.#steps, rank: this.#stepRank }, this.#ownStep, this.#ownEpoch, this.#ownStep);
    return this.#ownStep[0];
  }

  /** An epoch whose metrics come a second time is no step; a single repetition may be a resumed run. */
  #watchEpochs(): void {
    const state = this.#state;
    const names = this.#fields.slice(0, this.#count).filter(({ role }) => role === 'metric').map(({ name, lane }) => `${lane}/${name}`);
    if (this.#epoch !== state.epoch) state.atEpoch = names;
    else if (names.some((name) => state.atEpoch.includes(name))) state.repeats++;
    else state.atEpoch = [...state.atEpoch, ...names];
    state.epoch = this.#epoch;
    if (state.repeats >= 2 && state.repeats * 4 > state.rows) this.epochsRepeat = true;
  }

  #seriesOf(field: Field): Series {
    return (field.series = this.#records.column(field.name, field.metric, field.lane));
  }

  #evaluationsOf(field: Field): Series {
    const name = alreadyEvaluation.test(field.name) ? field.name : `val/${field.name}`;
    return (field.evaluations ??= this.#records.column(name, fieldMetric(name), field.lane));
  }

  #learnPlan(step: number): void {
    if (this.#planned !== this.#learned) this.#records.learn({ plan: { maxSteps: this.#planned } });
    this.#learned = this.#planned;
    if (step < this.#planned || this.#stepRank === Infinity || this.#records.facts.ended !== undefined) return;
    this.#records.learn({ ended: `the last of ${this.#planned} steps was logged` });
  }

  #grow(): void {
    const grown = new Float64Array(this.#values.length * 2);
    grown.set(this.#values);
    this.#values = grown;
  }
}

/** What a row of an evaluation repeats from the training around it. */
function ofTraining({ role, metric }: Field): boolean {
  return role === 'epoch' || metric === metrics.learningRate;
}

const evaluationPhase = /^(?:val|valid|validation|eval|evaluation|test)$/i;
const alreadyEvaluation = /^(?:val|valid|validation|eval|test)/i;
