import { endStyleProbe } from './styleProbe';
import {
  provideVSCodeDesignSystem, vsCodeBadge, vsCodeButton, vsCodeDivider, vsCodeDropdown, vsCodeOption, vsCodeProgressRing, vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/** Defines the elements of the component set that the panels use: vscode-button, vscode-dropdown and so on. */
export function registerComponents(): void {
  endStyleProbe();
  provideVSCodeDesignSystem().register(
    vsCodeBadge(), vsCodeButton(), vsCodeDivider(), vsCodeDropdown(), vsCodeOption(), vsCodeProgressRing(), vsCodeTextField(),
  );
}

/** What the panels read and write of these elements beside plain HTML attributes. */
export interface ValueElement extends HTMLElement {
  value: string;
}
