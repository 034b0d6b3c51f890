import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import type { TextPreset } from './preset';

/**
 * results.txt of YOLOv3 to YOLOv7, which has no header: epoch, memory, the losses of training and their total, labels, image size, four
 * scores and three losses of the evaluation. The step is the epoch.
 */
export const yoloResults: TextPreset<{ epochs: number }> = {
  id: 'yolo-results',
  label: 'YOLO results',
  signature: /^ +\d+\/\d+ +[\d.]+[GM](?: +(?:[-+.\de]+|nan|inf)){13,18} *$/,
  start: () => ({ epochs: -1 }),
  parse(line, state, sink) {
    if (!this.signature.test(line)) return;
    const cells = line.trim().split(/\s+/);
    const [epoch, epochs] = cells[0].split('/').map(Number);
    if (epochs !== state.epochs) sink.learn({ plan: { maxSteps: epochs, maxEpochs: epochs + 1 } });
    state.epochs = epochs;
    sink.at(epoch);
    const total = cells.length - scores.length - 3;
    for (let i = 2; i < total; i++) sink.put(`train/${parts[i - 2] ?? `loss ${i - 1}`}`, parseNumber(cells[i]));
    sink.put('train/total', parseNumber(cells[total]), metrics.trainLoss);
    scores.forEach((name, i) => sink.put(name, parseNumber(cells[total + 3 + i])));
  },
};

const parts = ['box_loss', 'obj_loss', 'cls_loss'];
const scores = ['metrics/precision', 'metrics/recall', 'metrics/mAP_0.5', 'metrics/mAP_0.5:0.95', 'val/box_loss', 'val/obj_loss', 'val/cls_loss'];
