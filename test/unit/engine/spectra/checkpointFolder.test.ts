import { describe, expect, it } from 'vitest';
import type { Files } from '../../../../src/engine/files';
import { checkpointFolder } from '../../../../src/engine/spectra/checkpointFolder';

const files = { source: (path: string) => ({ path }), list: () => Promise.resolve([{ name: 'a.pt', kind: 'file' }, { name: 'b', kind: 'folder' }]) } as unknown as Files;

describe('checkpointFolder', () => {
  it('lists its files and opens them by name', async () => {
    const folder = checkpointFolder(files, '/runs/x');
    expect(await folder.list()).toEqual(['a.pt']);
    expect(folder.source('model/a.pt').path).toBe('/runs/x/model/a.pt');
  });

  it.each(['../secret', 'a/../../secret', '/etc/passwd', 'C:\\secret', '..\\secret', 'a\0b'])('opens nothing outside of it: %j', (name) => {
    expect(checkpointFolder(files, '/runs/x').source(name).path).toBe('/runs/x/\u2400');
  });
});
