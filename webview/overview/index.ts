import '../components/base.css';
import './overview.css';
import { Editor } from '../components/host';
import { registerComponents } from '../components/toolkit';
import { OverviewPanel } from './overviewPanel';

registerComponents();
const editor = new Editor();
void editor.open((host, start) => {
  const panel = new OverviewPanel(editor, host, start, document.body);
  void panel.begin();
  return panel.events;
});
