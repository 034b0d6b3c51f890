/** Canonical metric names. Any other metric keeps the name that its log gives it. */
export const metrics = {
  trainLoss: 'loss/train',
  /** Means over an epoch or over the whole run: never mixed with the loss of single steps. */
  trainLossEpoch: 'loss/train/epoch',
  evalLoss: 'loss/eval',
  learningRate: 'learning_rate',
  /** Learning rate as a multiple of its peak. */
  learningRateMultiplier: 'learning_rate/multiplier',
  gradNorm: 'grad_norm',
  gradNormSquared: 'grad_norm/squared',
  tokens: 'tokens',
  samples: 'samples',
  epoch: 'epoch',
  /** Seconds per optimizer step. */
  stepTime: 'step_time',
  /** Seconds since the start of training. */
  elapsed: 'elapsed',
  tokensPerSecond: 'tokens_per_second',
  flops: 'flops',
  lossScale: 'loss_scale',
  skippedSteps: 'skipped_steps',
  nanSteps: 'nan_steps',
  accuracy: 'accuracy',
  evalAccuracy: 'accuracy/eval',
} as const;

/** Prefix of per-module gradient norms: `grad_norm/<module>`. */
export const moduleGradNorm = 'grad_norm/';

/**
 * Canonical name of a metric as a log calls it; the name itself when it has no canonical one. The names and their
 * origins are listed in the documentation of the formats.
 */
export function canonicalMetric(original: string): string {
  const name = original.trim().toLowerCase();
  const module = /^(?:l2_norm\/grad|grad_2\.0_norm|gradients)\/(.+)$/.exec(original.trim());
  if (module && module[1] !== 'global') return moduleGradNorm + module[1];
  for (const [pattern, metric] of aliases) if (pattern.test(name)) return metric;
  return original.trim();
}

const aliases: readonly (readonly [RegExp, string])[] = [
  [/^(train_loss_epoch|epoch_loss|epoch_train_loss|train\/loss_epoch|train\/train_loss)$/, metrics.trainLossEpoch],
  [/^(?:(?:train|training)[/_ -])?(?:total[_ ]|inner_|ce[_ ]|avg[_ ]|avr[_ ]|average[_ ]|mean[_ ]|running[_ ]|batch[_ ])?loss(?:_step|_avg)?$/, metrics.trainLoss],
  [/^(train[/_ ]losses|losses|reduced_train_loss|cost|xent|train[/_ ]loss[/_]?(?:local|step)?|train[/_]total_loss|lm[ _]loss|loss[/_ ](?:train|training)(?:\/total)?|trl|train\/ce loss|loss_metrics\/global_avg_loss|metrics\/train\/languagecrossentropy)$/, metrics.trainLoss],
  [/^(?:eval|evaluation|val|valid|validation|vali|dev|cv|test)[./_ -]+(?:total[_ ]|ce[_ ]|avg[_ ]|average[_ ]|mean[_ ]|epoch[_ ]|nll[_ ]|lm[_ ])?loss(?:es)?(?:_epoch)?(?:\/dataloader_idx_\d+)?$/, metrics.evalLoss],
  [/^eval_[\w.-]+_loss$/, metrics.evalLoss],
  [/^(tel|val(?:idation)?[ _]xent|val(?:idation)? bpb|lm[ _]loss[ _]value|validation_metrics\/loss|l2\.valid|loss[/_ ](?:eval|val|valid|validation|dev|test)|evaluation_loss_vs_iterations|metrics\/eval\/languagecrossentropy|loss\/eval\/total|validation loss|validation\/main\/loss)$/, metrics.evalLoss],
  [/^main\/loss$/, metrics.trainLoss],
  [/^(?:train|training)(?:'s |-)(?:\w*log_?loss|rmse|l2|l1|mae)(?:-mean)?$/, metrics.trainLoss],
  [/^(?:eval|val|valid|validation|test)(?:_\d+)?(?:'s |-)(?:\w*log_?loss|rmse|l2|l1|mae)(?:-mean)?$/, metrics.evalLoss],
  [/^(lrm|lr[ _]mult(?:iplier)?)$/, metrics.learningRateMultiplier],
  [/^(?:train[/_]|optim\/|x\/)?(?:lr\d?|learning[ _]rate|learning-rate)(?:[-/ ].*)?$/, metrics.learningRate],
  [/^(?:train\/)?grad_norm_square[d]?$/, metrics.gradNormSquared],
  [/^(?:train\/|optim\/)?(?:grad[ _]norm|gradient[ _]norm|norm|gnorm|total grad norm|total_grad_norm)$/, metrics.gradNorm],
  [/^(l2_norm\/grad\/global|grad_2\.0_norm_total|grad_norm\/total)$/, metrics.gradNorm],
  [/^(?:train\/|throughput\/|time\/)?(?:num_tokens|num_input_tokens_seen|total[ _]tokens|tokens|token|consumed[ _]tokens|tokens_seen|tokens_processed)$/, metrics.tokens],
  [/^(?:time\/)?(?:consumed[ _]samples|sample|samples|samples_seen)$/, metrics.samples],
  [/^(?:train\/|time\/)?epoch$/, metrics.epoch],
  [/^(?:throughput\/)?(?:tokens_per_sec(?:ond)?|tok\/sec|tps|tokens per second|device\/tps)$/, metrics.tokensPerSecond],
  [/^(?:train\/)?total_flos$/, metrics.flops],
  [/^loss[ _]scale$/, metrics.lossScale],
  [/^(number of skipped iterations|optim\/step skipped|skipped)$/, metrics.skippedSteps],
  [/^number of nan iterations$/, metrics.nanSteps],
  [/^(?:(?:train|training)[/_ -])?(?:accuracy|acc)(?:_step)?$|^acc(?:uracy)?_train$|^main\/accuracy$/, metrics.accuracy],
  [/^(?:eval|val|valid|validation|vali|dev|test)[./_ -]+(?:accuracy|acc)$|^acc(?:uracy)?_(?:val|valid|dev)$|^validation\/main\/accuracy$/, metrics.evalAccuracy],
];
