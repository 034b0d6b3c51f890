import type { Finding } from '../../src/model/finding';
import { formatStep } from '../../src/model/format';
import type { ChartView } from '../charts/chartView';
import { html, replaceChildren } from '../components/dom';
import { hoverText } from '../components/hoverText';
import { levelIcon, levelWord } from '../components/states';
import { t } from '../components/translate';

/** Puts a marker on the axis of a chart for each finding, with its headline on hover and focus. */
export function findingMarkers(chart: ChartView): (findings: readonly Finding[]) => void {
  const layer = html('div', { class: 'markers' });
  chart.plot.append(layer);
  let markers: readonly { readonly since: number; readonly button: HTMLButtonElement }[] = [];
  let shown = '';
  chart.onDrawn(() => {
    const { left, width } = chart.area;
    layer.style.top = `${chart.floor}px`;
    for (const { since, button } of markers) {
      const x = chart.xOf(since);
      button.hidden = !(x >= left - 1 && x <= left + width + 1);
      button.style.left = `${x}px`;
    }
  });
  return (findings) => {
    const key = JSON.stringify(findings);
    if (key === shown) return;
    shown = key;
    markers = findings.filter(({ since }) => Number.isFinite(since)).map((finding) => ({ since: finding.since, button: marker(finding) }));
    replaceChildren(layer, ...markers.map(({ button }) => button));
  };
}

function marker(finding: Finding): HTMLButtonElement {
  const button = html('button', {
    class: 'marker', type: 'button',
    'aria-label': t('{0} since step {1}. {2}', levelWord(finding.level), formatStep(finding.since), finding.headline),
  }, levelIcon(finding.level));
  hoverText(button, () => finding.headline);
  return button;
}
