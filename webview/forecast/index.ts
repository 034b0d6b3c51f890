import '../components/base.css';
import '../components/panel.css';
import '../components/teaching.css';
import './forecast.css';
import { Editor } from '../components/host';
import { registerComponents } from '../components/toolkit';
import { ForecastPanel } from './forecastPanel';

registerComponents();
const editor = new Editor();
void editor.open((host, start) => {
  const panel = new ForecastPanel(editor, host, start, document.body);
  panel.begin();
  return panel.events;
});
