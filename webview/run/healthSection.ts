import type { Finding } from '../../src/model/finding';
import { formatStep } from '../../src/model/format';
import { axisWidth, rightMargin } from '../charts/chartOptions';
import type { StepAxis } from '../charts/stepAxis';
import { html, replaceChildren, setText, svg } from '../components/dom';
import { hoverText } from '../components/hoverText';
import { levelIcon, levelWord, ruleName } from '../components/states';
import { t } from '../components/translate';
import type { RunView, Section } from './runView';

/** What was found, as lanes over the steps of the charts above; the last lane shows the checkpoints on disk. */
export function healthSection(steps: StepAxis): Section {
  const silence = html('p', { class: 'missing' });
  const lanes = html('div', { class: 'lanes' });
  const element = html('section', { class: 'health' }, html('div', { class: 'heading' }, html('h2', {}, t('Health'))), silence, lanes);
  let shown: RunView | undefined;
  const draw = () => {
    if (!shown) return;
    const { summary } = shown.detail;
    const checkpoints = summary.checkpoints.flatMap(({ step }) => step ?? []);
    silence.hidden = summary.findings.length > 0;
    setText(silence, t('Nothing unusual in {0} steps.', formatStep(summary.lastStep)));
    replaceChildren(lanes,
      ...lanesOf(summary.findings).map((findings) => findingLane(findings, steps, summary.lastStep)),
      checkpoints.length > 0 && checkpointLane(checkpoints, steps));
  };
  steps.onView(draw);
  window.addEventListener('resize', draw);
  return {
    element,
    show(view) {
      shown = view;
      draw();
    },
  };
}

function lanesOf(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) byRule.set(finding.rule, [...byRule.get(finding.rule) ?? [], finding]);
  return [...byRule.values()].map((lane) => lane.sort((a, b) => a.since - b.since));
}

/** A spike is over when it is found; everything else holds until something newer of its kind, or until now. */
function findingLane(findings: readonly Finding[], steps: StepAxis, lastStep: number): HTMLElement {
  const latest = findings[findings.length - 1];
  return lane(
    [levelIcon(latest.level), html('span', { class: 'hidden' }, levelWord(latest.level)), html('strong', {}, ruleName(latest.rule)), html('span', { class: 'headline', title: latest.headline }, latest.headline)],
    steps,
    findings.map(({ rule, since, level, headline }, i) => {
      const until = rule === 'loss-spike' ? since : findings[i + 1]?.since ?? lastStep;
      return { from: Number.isFinite(since) ? since : 0, to: Math.max(until, since), classes: `bar level-${level}`, text: t('Since step {0}: {1}', formatStep(since), headline) };
    }));
}

function checkpointLane(checkpoints: readonly number[], steps: StepAxis): HTMLElement {
  return lane(
    [html('strong', {}, t('Checkpoints')), html('span', { class: 'headline' }, t('{0} on disk, the last at step {1}', checkpoints.length, formatStep(checkpoints[checkpoints.length - 1])))],
    steps,
    checkpoints.map((step) => ({ from: step, to: step, classes: 'bar checkpoint', text: t('Checkpoint at step {0}', formatStep(step)) })));
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly classes: string;
  readonly text: string;
}

const barHeight = 6;
const leastWidth = 4;

/** One line of words and one of bars; the bars share the left and right margins of the charts. */
function lane(words: readonly Node[], { view }: StepAxis, bars: readonly Bar[]): HTMLElement {
  const share = (step: number) => (step - view.from) / (view.to - view.from);
  const inView = bars.filter(({ from, to }) => to >= view.from && from <= view.to);
  const track = svg('svg', { class: 'track', height: barHeight, role: 'img', 'aria-label': bars.slice(-5).map(({ text }) => text).join(' ') },
    svg('rect', { class: 'ground', x: axisWidth, y: barHeight / 2, height: 1, width: `calc(100% - ${axisWidth + rightMargin}px)` }));
  const element = html('div', { class: 'lane' }, html('div', { class: 'words' }, ...words), track);
  requestAnimationFrame(() => {
    const width = Math.max(1, track.clientWidth - axisWidth - rightMargin);
    track.querySelector('.ground')?.setAttribute('width', String(width));
    for (const { from, to, classes, text } of inView) {
      const left = axisWidth + Math.max(0, share(from)) * width;
      const right = axisWidth + Math.min(1, share(to)) * width;
      const bar = svg('rect', { class: classes, x: Math.min(left, axisWidth + width - leastWidth), y: 0, rx: 1, height: barHeight, width: Math.max(leastWidth, right - left) });
      hoverText(bar, () => text);
      track.append(bar);
    }
  });
  return element;
}
