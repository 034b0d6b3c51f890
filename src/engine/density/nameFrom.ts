import { baseName } from '../../model/source';

/** Names for paths: from the opened folder on; the folder itself by its last segment. */
export function nameFrom(roots: readonly string[]): (path: string) => string {
  return (path) => {
    const root = roots.find((one) => path.startsWith(`${one}/`));
    return root === undefined ? baseName(path) : path.slice(root.length + 1);
  };
}
