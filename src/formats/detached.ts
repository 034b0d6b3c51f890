/**
 * A copy that does not share memory. A piece of a larger string keeps the whole alive, so whatever outlives a read
 * (names of metrics, state in cursors) has to be detached from it.
 */
export function detached(text: string): string {
  return text.length < shortestSlice ? text : JSON.parse(JSON.stringify(text)) as string;
}

/** V8 copies shorter pieces anyway. */
const shortestSlice = 13;
