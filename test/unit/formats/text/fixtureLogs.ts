import { readdirSync, readFileSync } from 'node:fs';
import { textLog } from '../../../../src/formats/textLog';
import { memorySource, readAll } from '../readAll';

const folder = new URL('../../../fixtures/text-logs/', import.meta.url);

/** Names of the text logs among the fixtures. */
export const fixtures = readdirSync(folder).filter((name) => name !== 'README.md');
export const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
export const textOf = (name: string) => readFileSync(new URL(name, folder), 'utf8');
export const read = (name: string) => readAll(textLog, memorySource(name, bytesOf(name)));
/** How often a pattern stands in a log, counted without its reader. */
export const matches = (name: string, pattern: RegExp) => textOf(name).match(pattern)?.length ?? 0;
