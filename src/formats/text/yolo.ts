import { parseNumber } from './number';
import type { TextPreset, TextSink } from './preset';

/**
 * Console of Ultralytics and YOLOv5: a line of names, a bar whose last drawing holds the means of an epoch, and a row of scores for
 * all classes. The step is the epoch.
 */
export const yolo: TextPreset<YoloState> = {
  id: 'yolo',
  label: 'YOLO',
  signature: /^ +Epoch +(?:GPU_mem|gpu_mem)(?: +\w+_?loss| +box| +obj| +cls)+ /,
  start: () => ({ names: [], scores: [], epoch: -1, first: -1, epochs: 0 }),
  parse(line, state, sink) {
    if (this.signature.test(line)) state.names = line.trim().split(/\s+/).slice(2);
    else if (scoreHeader.test(line)) state.scores = scoresOf(line);
    else if (row.test(line)) takeRow(line, state, sink);
    else if (/^ +all +\d+ +\d+ /.test(line)) putScores(line, state, sink);
    else if (/^\d+ epochs completed in /.test(line)) sink.learn({ ended: 'the log says "epochs completed"' });
  },
};

interface YoloState {
  names: string[];
  scores: string[];
  epoch: number;
  first: number;
  epochs: number;
}

const scoreHeader = /^ +Class +Images +(?:Instances|Labels|Targets) /;
const row = /^ +\d+\/\d+ +[\d.]+[GM]B? .*100%/;

function scoresOf(line: string): string[] {
  return line.replace(/:.*$/, '').replace(/\w*\((P) +/, '$1 ').replace(/\)/g, '').trim().split(/\s+/).slice(3);
}

function takeRow(line: string, state: YoloState, sink: TextSink): void {
  const cells = line.replace(/: +100%.*$/, '').trim().split(/\s+/);
  const [epoch, epochs] = cells[0].split('/').map(Number);
  if (epoch === state.epoch) return;
  if (state.first < 0) state.first = epoch;
  if (epochs !== state.epochs) sink.learn({ plan: { maxSteps: epochs, maxEpochs: state.first === 0 ? epochs + 1 : epochs } });
  Object.assign(state, { epoch, epochs });
  sink.at(epoch);
  state.names.forEach((name, i) => {
    if (!/^(?:Instances|labels|targets|img_size|Size)$/i.test(name)) sink.put(`train/${name}`, parseNumber(cells[i + 2] ?? ''));
  });
}

function putScores(line: string, { scores, epoch }: YoloState, sink: TextSink): void {
  if (epoch < 0) return;
  const cells = line.trim().split(/\s+/).slice(3);
  sink.at(epoch);
  scores.forEach((name, i) => sink.put(`metrics/${name}`, parseNumber(cells[i] ?? '')));
}
