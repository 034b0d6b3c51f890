/** Whether a name that stands in a file is that of a file in the same folder, and not a way out of it. */
export function isPlainName(name: string): boolean {
  return name.length > 0 && name.length <= 255 && !/[/\\\0]/.test(name) && name !== '.' && name !== '..';
}
