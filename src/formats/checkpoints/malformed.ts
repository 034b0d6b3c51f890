/** A file that is not what it claims to be. The message is a sentence for people; it leaves `open` as a value. */
export class Malformed extends Error {}

/** The result of reading headers, with what is wrong with the file as a value. Other errors are the program's own and are thrown on. */
export async function orError<T>(work: () => Promise<T>): Promise<T | { readonly error: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Malformed) return { error: error.message };
    throw error;
  }
}
