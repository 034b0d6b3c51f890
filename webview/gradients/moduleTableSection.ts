import { formatCount } from '../../src/model/format';
import type { ModuleInfluence } from '../../src/model/gradientReport';
import { html, setText } from '../components/dom';
import { Grid } from '../components/grid';
import { t } from '../components/translate';
import type { GradientsActions, Section } from './gradientsView';
import { moduleColumns } from './moduleColumns';

/** All modules with their figures, the most influential first. */
export function moduleTableSection({ chooseModule }: Pick<GradientsActions, 'chooseModule'>): Section {
  const count = html('span', { class: 'unit' });
  const grid = new Grid<ModuleInfluence>({
    label: t('Modules'), columns: moduleColumns(), order: { column: 'norm', descending: true }, key: ({ name }) => name, choose: ({ name }) => chooseModule(name),
  });
  const element = html('section', { class: 'module-table', 'aria-label': t('Modules') }, html('div', { class: 'heading' }, html('h2', {}, t('Modules')), count), grid.element);
  return {
    element,
    show({ report: { influence }, chosen }) {
      element.hidden = influence === null;
      if (!influence) return;
      const assumed = influence.modules.filter((module) => module.assumed).length;
      const all = formatCount(influence.modules.length, t('module'), t('modules'));
      setText(count, assumed === 0 ? all : t('{0}, names with a question mark are assumed', all));
      grid.show(influence.modules, chosen);
    },
  };
}
