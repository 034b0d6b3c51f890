import type { TableRole } from '../../model/tableRole';
import type { Refusal } from './refusal';

/** A column of a table, and what it would say without the person's help. */
export interface ColumnOffer {
  readonly name: string;
  /** The first cells with something in them. */
  readonly sample: string;
  readonly numeric: boolean;
  readonly role: TableRole | null;
}

/** What the editor asks of the engine about tables. */
export type TablesApi = {
  /** The columns of a file with a table. */
  tableColumns(path: string): readonly ColumnOffer[] | Refusal;
};
