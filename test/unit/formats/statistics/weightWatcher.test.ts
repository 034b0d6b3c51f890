import { describe, expect, test } from 'vitest';
import { csv } from '../../../../src/formats/csv';
import { weightWatcher } from '../../../../src/formats/statistics/weightWatcher';
import { corrupted } from '../corruptions';
import { fixture } from '../fixture';
import { followedBytes } from '../followSource';

const schema = fixture('csv/spectral.csv');
const details = [
  'layer_id,name,D,M,N,alpha,alpha_weighted,has_esd,lambda_max,layer_type,log_alpha_norm,log_norm,log_spectral_norm,norm,num_evals,num_spikes,sigma,spectral_norm,stable_rank,sv_max,warning,xmax,xmin',
  '2,Linear,0.03,64,256,2.5,1.5,True,4.0,dense,1,1,0.6,30,64,3,0.1,4.0,7.5,2.0,,4.0,0.5',
  '5,"Conv, first",0.5,64,64,-1,-1,True,9.0,dense,1,1,0.95,30,64,0,-1,9.0,3.25,3.0,over-trained,9.0,-1',
].join('\n');
const column = (name: string) => `|spectrum/weight/${name}|spectrum/weight/${name}`;

describe('recognition', () => {
  test('goes by the columns of the fit', () => {
    expect(weightWatcher.recognise('/a/details.csv', new TextEncoder().encode(details))).toBe(3);
    expect(weightWatcher.recognise('/a/spectral.csv', schema)).toBe(3);
    expect(csv.recognise('/a/spectral.csv', schema)).toBe(0);
    expect(weightWatcher.recognise('/a/metrics.csv', new TextEncoder().encode('step,alpha,loss\n1,2,3\n'))).toBe(0);
  });
});

describe('rows', () => {
  test('are layers, and a failed fit is no number', async () => {
    const table = (await followedBytes(weightWatcher, details, '/run/checkpoint-500/details.csv')).table();
    expect(table[column('tailAlpha/Linear 2')]).toMatchObject({ steps: [500], values: [2.5] });
    expect(table[column('tailAlpha/Conv, first 5')].values).toEqual([NaN]);
    expect(table[column('spectralNorm/Linear 2')].values).toEqual([2]);
    expect(table[column('stableRank/Conv, first 5')].values).toEqual([3.25]);
    expect(table[column('width/Linear 2')].values).toEqual([64]);
    expect(weightWatcher.home?.('/run/checkpoint-500/details.csv')).toBe('/run');
  });

  test('may hold a step each', async () => {
    const read = await followedBytes(weightWatcher, schema, '/a/spectral.csv');
    expect(read.table()[column('tailAlpha/blocks.0.mlp.2')].steps).toEqual([0, 5, 10]);
    expect(read.table()[column('stableRank/wte')].values).toEqual([2, 2, 2]);
    expect(read.skipped()).toBe(0);
  });

  test('that are not whole are counted', async () => {
    const read = await followedBytes(weightWatcher, `${details}\n6,Linear,0.1\n`, '/a/details.csv');
    expect(read.reasons()).toEqual(['The row is not whole, or does not name its layer and step.']);
  });

  test('survive truncation and corruption', async () => {
    for (let size = 0; size < details.length; size++) await followedBytes(weightWatcher, details.slice(0, size), '/a/details.csv');
    for (let seed = 0; seed < 2000; seed++) await followedBytes(weightWatcher, corrupted(new TextEncoder().encode(details), seed), '/a/details.csv');
  });
});
