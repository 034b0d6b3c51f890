import { fineTuningFindings } from '../../analyzers/fineTuning/fineTuningFindings';
import type { ForecastQuestion } from '../../analyzers/fineTuning/fineTuningForecast';
import { likelySizes } from '../../analyzers/fineTuning/fineTuningSizes';
import type { Finding } from '../../model/finding';
import type { ForecastReport, ForecastRequest } from '../../model/forecastReport';
import type { Handlers } from '../../model/rpc';
import type { Run } from '../../model/run';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import type { Table } from '../../model/table';
import type { ForecastAsked } from '../crewApi';
import type { ForecastApi } from '../protocol';
import { forecastSources, type ForecastSource, type ForecastSources } from './forecastSources';

/** What forecasts need of a session. */
export interface ForecastSurroundings {
  roots(): readonly string[];
  settings(): Settings;
  runs(): readonly Run[];
  tables(): Promise<readonly Table[]>;
  /** Works a report out where it holds up nobody. */
  compute(asked: ForecastAsked): Promise<ForecastReport>;
}

/** Which model to fine-tune, by every table and group of runs of a session that tells. The same question is worked out once. */
export class Forecasts {
  readonly #around: ForecastSurroundings;
  /** Reports by what they rest on, the latest last. */
  readonly #known = new Map<string, Promise<ForecastReport>>();

  constructor(around: ForecastSurroundings) {
    this.#around = around;
  }

  readonly handlers: Handlers<ForecastApi> = {
    forecastSubjects: async () => {
      const { sources, troubles } = await this.#sources();
      return { subjects: sources.map(({ subject }) => subject), troubles };
    },
    forecastReport: async ({ subject: id, ...asked }) => {
      const source = (await this.#sources()).sources.find(({ subject }) => subject.id === id);
      return source ? this.#reportOn(source, asked) : { error: say`What the forecast was made from is gone: choose another table.` };
    },
  };

  /** What each source says when nobody asks for anything in particular. */
  async reports(): Promise<readonly ForecastReport[]> {
    const { sources } = await this.#sources();
    return Promise.all(sources.map((source) => this.#reportOn(source, nothingAsked)));
  }

  async findings(): Promise<readonly Finding[]> {
    const { sources } = await this.#sources();
    const found = sources.map(async (source) => fineTuningFindings(await this.#reportOn(source, nothingAsked), source.trainings, this.#around.runs()));
    return (await Promise.all(found)).flat();
  }

  async #sources(): Promise<ForecastSources> {
    const tables = await this.#around.tables();
    return forecastSources(tables, this.#around.runs(), (path) => this.#nameOf(path));
  }

  /** A path from its root; the root itself by its last name. */
  #nameOf(path: string): string {
    const root = this.#around.roots().find((one) => path.startsWith(`${one}/`));
    return root === undefined ? path.slice(path.lastIndexOf('/') + 1) : path.slice(root.length + 1);
  }

  #reportOn({ subject, candidates, named }: ForecastSource, asked: Omit<ForecastRequest, 'subject'>): Promise<ForecastReport> {
    const question = questionOf(likelySizes(candidates, named), asked, this.#around.settings());
    const key = JSON.stringify([subject, candidates, question]);
    const report = this.#known.get(key) ?? this.#around.compute({ subject, candidates, question });
    report.catch(() => this.#known.delete(key));
    this.#known.delete(key);
    this.#known.set(key, report);
    for (const oldest of [...this.#known.keys()].slice(0, -kept)) this.#known.delete(oldest);
    return report;
  }
}

const nothingAsked = { method: null, budget: null, full: null };
const kept = 32;

/** What was asked, else what the settings say, else what is likely. A budget that nobody asked for is within all the data. */
function questionOf(likely: { readonly budget: number; readonly full: number }, asked: Omit<ForecastRequest, 'subject'>, settings: Settings): ForecastQuestion {
  const set = settings['forecast.fullSize'];
  const full = asked.full ?? (set > 0 ? set : likely.full);
  return { method: asked.method ?? settings['forecast.method'], full, budget: asked.budget ?? Math.min(likely.budget, full) };
}
