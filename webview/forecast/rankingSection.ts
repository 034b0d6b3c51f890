import { formatStep } from '../../src/model/format';
import { html, setText } from '../components/dom';
import { Grid } from '../components/grid';
import { t } from '../components/translate';
import { chosenModel, type Section } from './forecastView';
import { rankingColumns, type RankingRow } from './rankingColumns';

/** All models with their forecasts, the best first; a row makes its model stand out in the chart. */
export function rankingSection(choose: (model: string) => void): Section {
  const note = html('span', { class: 'unit' });
  const grid = new Grid<RankingRow>({
    label: t('Ranking'), columns: rankingColumns(), order: { column: 'rank', descending: false },
    key: ({ one }) => one.model, choose: ({ one }) => choose(one.model),
  });
  const element = html('section', { class: 'ranking', 'aria-label': t('Ranking') }, html('div', { class: 'heading' }, html('h2', {}, t('Ranking')), note), grid.element);
  return {
    element,
    show(view) {
      const { forecast } = view.report;
      element.hidden = !forecast;
      if (!forecast) return;
      setText(note, t('loss at {0} samples from losses up to {1}; a row shows its model above', formatStep(forecast.full), formatStep(forecast.budget)));
      grid.show(forecast.models.map((one) => ({ one, forecast })), chosenModel(view)?.model ?? null);
    },
  };
}
