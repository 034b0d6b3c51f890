import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { panelTests } from './harness/browserTest';
import type { Scenario } from './harness/scenario';

const show = panelTests();
const path = (step: number) => `/workspace/runs/gpt2/checkpoint-${step}`;
const form = (step: number) => ({ path: path(step), blocks: 12, hidden: 768, step });
const scenario: Scenario = {
  kind: 'checkpoint', checkpoints: [form(6000), form(2000)],
  runs: [{ id: 'r1', name: 'gpt2', state: 'healthy', until: 9000, over: { checkpoints: [2000, 6000].map((step) => ({ step, path: path(step) })) } }],
};

async function showCheckpoint(over: Partial<Scenario> = {}, size?: { width: number; height: number }): Promise<Page> {
  const page = await show({ ...scenario, ...over }, size);
  await page.waitForSelector('.tensors .table-body .table-row');
  return page;
}

async function workOut(page: Page): Promise<void> {
  await page.locator('.offer vscode-button').click();
  await page.waitForSelector('.matrices .table-body .table-row');
}

describe('the summary of a checkpoint', () => {
  it('says in one sentence what it holds', async () => {
    const page = await showCheckpoint();
    expect(await page.locator('h1').textContent()).toBe('checkpoint-6000');
    expect(await page.locator('.sentence').textContent()).toBe('safetensors checkpoint of step 6,000: 76 tensors with 124.9\u00a0M parameters, 249.9\u00a0MB, 100\u00a0% in BF16, a trace in F32.');
    expect(await page.locator('.troubles').first().isVisible()).toBe(false);
  });

  it('shows what is wrong with it', async () => {
    const page = await showCheckpoint({ checkpoints: [{ ...form(6000), troubles: ['Shard 2 of 3 is missing.'] }] });
    expect((await page.locator('.verdict .troubles li').allTextContents()).map((text) => text.trim())).toEqual(['Shard 2 of 3 is missing.']);
  });

  it('gives the reason where it cannot be read', async () => {
    const page = await show({ ...scenario, refusal: 'The file ends in the middle of its header: it is still being written, or was cut off.' });
    await page.waitForSelector('.refused');
    expect(await page.locator('.sentence').textContent()).toContain('in the middle of its header');
  });

  it('adds the tensors up by what they do', async () => {
    const page = await showCheckpoint();
    const rows = await page.locator('.roles tbody tr').allTextContents();
    expect(rows[0]).toBe('embedding239.38\u00a0M32\u00a0%78.77\u00a0MB32\u00a0%');
    expect(rows.length).toBe(8);
  });

  it('takes the tensors, all that is known, and the spectra elsewhere', async () => {
    const page = await showCheckpoint();
    const save = async (button: string) => {
      await page.locator(button).click();
      return page.evaluate(() => new Promise<{ suggestedName: string; data: string }>((resolve) => {
        const look = () => {
          const last = window.fakeHost.calls.at(-1);
          if (last?.method === 'save') resolve(last.argument as { suggestedName: string; data: string });
          else requestAnimationFrame(look);
        };
        look();
      }));
    };
    expect(await page.locator('.matrices .exports').isVisible()).toBe(false);
    const csv = await save('.tensors vscode-button[aria-label="Export as CSV"]');
    expect(csv.suggestedName).toBe('checkpoint-6000-tensors.csv');
    expect(csv.data.split('\r\n').slice(0, 2)).toEqual(['name,role,role_is,layer,shape,type,bytes', expect.stringMatching(/^transformer\.wte\.weight,embedding,,,\d+x768,BF16,\d+$/)]);
    await workOut(page);
    const spectra = await save('.matrices vscode-button[aria-label="Export as CSV"]');
    expect(spectra.data.split('\r\n')[0]).toContain('soft_rank,hard_rank');
    expect(spectra.data.split('\r\n').length).toBeGreaterThan(40);
    const json = await save('.tensors vscode-button[aria-label="Export as JSON"]');
    expect(json.suggestedName).toBe('checkpoint-6000.json');
    expect(JSON.parse(json.data)).toMatchObject({ step: 6000, spectra: expect.arrayContaining([expect.objectContaining({ eigenvalues: expect.any(Array) })]) });
  });

  it('narrows thousands of tensors to what is typed, and marks what is assumed', async () => {
    const page = await showCheckpoint({ checkpoints: [{ ...form(6000), blocks: 800 }] });
    expect(await page.locator('.tensors .table').getAttribute('aria-rowcount')).toBe('4805');
    expect(await page.locator('.tensors .table-body .table-row').count()).toBeLessThan(60);
    await page.locator('.tensors vscode-text-field').pressSequentially('ffn layer 799');
    await page.waitForFunction(() => document.querySelector('.tensors .unit')?.textContent === '2 of 4,804 shown');
    expect(await page.locator('.tensors .table-body .name').allTextContents()).toEqual(['transformer.h.799.mlp.c_fc.weight', 'transformer.h.799.mlp.c_proj.weight']);
    await page.locator('.tensors vscode-text-field').evaluate((field) => {
      (field as HTMLInputElement).value = 'projection';
      field.dispatchEvent(new Event('input'));
    });
    await page.waitForFunction(() => document.querySelector('.tensors .unit')?.textContent === '1 of 4,804 shown');
    expect(await page.locator('.tensors .table-body .role').textContent()).toBe('linear (assumed)');
  });

  it('works out spectra only when asked, shows how far it is, and can be cancelled', async () => {
    const page = await showCheckpoint({ checkpoints: [{ ...form(6000), pace: 40 }] });
    expect(await page.evaluate(() => window.fakeHost.calls.some(({ method }) => method === 'weightSpectra'))).toBe(false);
    await page.locator('.offer vscode-button').click();
    await page.waitForFunction(() => /^[2-9] of 49 matrices \(\d/.test(document.querySelector('.running [role="status"]')?.textContent ?? ''));
    await page.locator('.running vscode-button').click();
    await page.waitForFunction(() => document.querySelector<HTMLElement>('.running')?.hidden);
    expect(await page.locator('.offer').isVisible()).toBe(true);
    expect(await page.locator('.matrices .table').isVisible()).toBe(false);
  });

  it('shows the spectra as a table with what the exponents mean, and the eigenvalues of a row', async () => {
    const page = await showCheckpoint();
    await workOut(page);
    const alphas = await page.locator('.matrices .table-body .alpha').allTextContents();
    expect(alphas).toContain('1.600 · over-trained');
    expect(alphas).toContain('5.300 · good');
    expect(alphas).toContain('no fit');
    expect(alphas.some((text) => text.endsWith('· under-trained'))).toBe(true);
    expect(alphas.some((text) => text.endsWith('· not a power law'))).toBe(true);
    expect(await page.locator('.matrices .table-body .softRank', { hasText: '≈' }).count()).toBeGreaterThan(0);
    expect(await page.locator('.eigenvalues canvas').getAttribute('aria-label')).toContain('9 stand above the Marchenko–Pastur edge');
    await page.locator('.matrices .table-body .table-row').nth(2).click();
    await page.waitForFunction(() => document.querySelector('.eigenvalues .unit')?.textContent === 'transformer.h.0.mlp.c_fc.weight');
    await page.locator('.eigenvalues .plot').focus();
    await page.keyboard.press('Home');
    expect(await page.locator('.eigenvalues .plot [aria-live]').textContent()).toMatch(/^rank 1: eigenvalues 4, tail/);
  });

  it('compares with another checkpoint of the same run', async () => {
    const page = await showCheckpoint();
    await page.locator('#other').click();
    await page.locator('#other vscode-option', { hasText: 'step 2,000' }).click();
    await page.waitForFunction(() => document.querySelector('.compared')?.textContent === 'Both hold the same 76 tensors of the same shapes.');
    await page.locator('.comparison vscode-button').click();
    await page.waitForSelector('.comparison .table-body .table-row');
    expect(await page.locator('.comparison .table-body .change').first().textContent()).toMatch(/^-2\d\u00a0%$/);
  });

  it('remembers over a reload what was typed and asked for', async () => {
    const page = await showCheckpoint();
    await workOut(page);
    await page.locator('.matrices .table-body .table-row').nth(3).click();
    await page.waitForFunction(() => (window.fakeHost.state as { chosen?: string } | undefined)?.chosen?.endsWith('c_proj.weight'));
    const state = await page.evaluate(() => window.fakeHost.state);
    expect(state).toMatchObject({ path: path(6000), wanted: true });
    const again = await showCheckpoint({ state });
    await again.waitForFunction(() => document.querySelector('.eigenvalues .unit')?.textContent?.endsWith('mlp.c_proj.weight'));
  });

  it.each(['dark', 'light', 'contrast'] as const)('fits a narrow panel in the theme %s', async (theme) => {
    const page = await showCheckpoint({ theme }, { width: 420, height: 800 });
    await workOut(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420);
  });
});
