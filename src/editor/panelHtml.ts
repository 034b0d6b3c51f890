import type { PanelKind } from '../engine/protocol';

/** What a panel's document is made of. Addresses are as the panel may load them. */
export interface PanelDocument {
  readonly kind: PanelKind;
  readonly script: string;
  readonly style: string;
  /** Source of styles and fonts for the content policy. */
  readonly cspSource: string;
  readonly nonce: string;
  readonly language: string;
}

/** The document of a panel: nothing is loaded but its own style sheet, its own script, and what that imports. */
export function panelHtml({ kind, script, style, cspSource, nonce, language }: PanelDocument): string {
  const policy = `default-src 'none'; style-src ${cspSource}; font-src ${cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${attribute(style)}">
<title>Plateau</title>
</head>
<body data-panel="${kind}">
<script type="module" nonce="${attribute(nonce)}" src="${attribute(script)}"></script>
</body>
</html>`;
}

function attribute(text: string): string {
  return text.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
