import '../components/base.css';
import '../components/panel.css';
import './run.css';
import { Editor } from '../components/host';
import { registerComponents } from '../components/toolkit';
import { RunPanel } from './runPanel';

registerComponents();
const editor = new Editor();
void editor.open((host, start) => {
  const panel = new RunPanel(editor, host, start, document.body);
  panel.begin();
  return panel.events;
});
