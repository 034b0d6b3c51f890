import { fieldMetric } from '../logFields';

/** Canonical name of a curve as scripts call the list that they append to: `train_losses`, `val_acc_history`. */
export function historyMetric(name: string): string {
  const plain = name.replace(/[_ ]?(?:history|hist|list|curve|values|per_epoch|log)$/i, '');
  const singular = plain.replace(/losses$/i, 'loss').replace(/accuracies$/i, 'accuracy').replace(/accs$/i, 'acc').replace(/^(?:lrs|learning_rates)$/i, 'lr');
  const metric = fieldMetric(singular);
  return metric === singular ? name : metric;
}
