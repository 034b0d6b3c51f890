/** Parameters of the up and the down projection of an FFN that is narrower by so much; a gate would save half as many again. Null where the hidden size is unknown. */
export function savedParameters(narrowerBy: number, hiddenSize: number | undefined): number | null {
  return hiddenSize === undefined ? null : 2 * narrowerBy * hiddenSize;
}
