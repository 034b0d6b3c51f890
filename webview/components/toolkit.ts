import { endStyleProbe } from './styleProbe';
import {
  provideVSCodeDesignSystem, TextField, vsCodeBadge, vsCodeButton, vsCodeDivider, vsCodeDropdown, vsCodeOption, vsCodeProgressRing, vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/** Defines the elements of the component set that the panels use: vscode-button, vscode-dropdown and so on. */
export function registerComponents(): void {
  endStyleProbe();
  keepNames();
  provideVSCodeDesignSystem().register(
    vsCodeBadge(), vsCodeButton(), vsCodeDivider(), vsCodeDropdown(), vsCodeOption(), vsCodeProgressRing(), vsCodeTextField(),
  );
}

/** A field without text inside calls itself "Text field" whenever it is put into the page, whatever name it was given. */
function keepNames(): void {
  const connected = TextField.prototype.connectedCallback;
  TextField.prototype.connectedCallback = function connectedCallback(this: TextField) {
    const name = this.getAttribute('aria-label');
    connected.call(this);
    if (name !== null) this.setAttribute('aria-label', name);
  };
}

/** What the panels read and write of these elements beside plain HTML attributes. */
export interface ValueElement extends HTMLElement {
  value: string;
}
