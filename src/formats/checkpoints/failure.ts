/** What is wrong with a file, as one sentence that says what to do. */
export interface Failure {
  readonly error: string;
}

export function isFailure(result: object): result is Failure {
  return 'error' in result && typeof result.error === 'string';
}
