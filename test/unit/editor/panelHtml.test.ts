import { describe, expect, it } from 'vitest';
import { panelHtml } from '../../../src/editor/panelHtml';

describe('the document of a panel', () => {
  const document = panelHtml({ kind: 'run', script: 'https://x/run.js', style: 'https://x/run.css?a="b"', cspSource: "'self' https://x", nonce: 'N0nce', language: 'zh-cn' });

  it('lets nothing in but its own style sheet and its own script', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(document)?.[1];
    expect(policy).toBe("default-src 'none'; style-src 'self' https://x; font-src 'self' https://x; script-src 'nonce-N0nce'");
    expect(document.match(/<script/g)).toHaveLength(1);
    expect(document).toContain('<script type="module" nonce="N0nce" src="https://x/run.js">');
    expect(document).not.toMatch(/style=|onload=|unsafe/);
  });

  it('keeps what it is given inside its quotes', () => {
    expect(document).toContain('href="https://x/run.css?a=&#34;b&#34;"');
  });
});
