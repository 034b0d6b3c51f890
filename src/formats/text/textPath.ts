import { baseName } from '../../model/source';

/** Whether a file may hold console output, by its name alone. */
export function isTextPath(path: string): boolean {
  const name = baseName(path).toLowerCase();
  if (name.startsWith('.') || listing.test(name)) return false;
  const dot = name.lastIndexOf('.');
  return dot < 0 || extensions.has(name.slice(dot + 1)) || /^[oe]?\d+$/.test(name.slice(dot + 1));
}

/** Whether the name says that the file is a log. */
export function hasTellingName(path: string): boolean {
  return telling.test(baseName(path).toLowerCase());
}

/** Notebooks in Markdown quote from logs. */
export function isNotebook(path: string): boolean {
  return /\.(?:md|markdown|rst)$/i.test(path);
}

const extensions = new Set(['log', 'txt', 'out', 'err', 'md', 'markdown', 'rst', 'stdout', 'stderr', 'output', 'console']);
const telling = /\.(?:log|out|err|stdout|stderr)$|(?:^|[-_.])(?:train(?:ing)?|trainer|log|logs|out|output|console|stdout|nohup|slurm|main)(?:[-_.\d]|$)/;
const listing = /^(?:readme|license|licence|notice|changelog|changes|contributing|authors|provenance|requirements|makefile|dockerfile|copying|todo|cmakelists)/;
