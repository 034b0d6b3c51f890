/** What a person is told of an error: what the machine refused in a sentence, any other with the place in the code where it happened. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return `plateau could not go on: ${String(error)}`;
  const { code, path } = error as Error & { readonly code?: unknown; readonly path?: unknown };
  if (typeof code !== 'string' || typeof path !== 'string') return `plateau could not go on: ${error.stack ?? error.message}`;
  return `${path} ${refusals[code] ?? `could not be used (${code})`}: name another place or mend this one.`;
}

const refusals: Readonly<Record<string, string>> = {
  ENOENT: 'is in no folder that there is',
  ENOTDIR: 'lies below something that is no folder',
  EISDIR: 'is a folder where a file is needed',
  EACCES: 'may not be used by you',
  EPERM: 'may not be used by you',
  EROFS: 'is on a disk that cannot be written',
  ENOSPC: 'does not fit on its disk, which is full',
};
