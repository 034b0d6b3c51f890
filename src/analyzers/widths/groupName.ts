import type { WidthRow } from '../../model/spectralReport';

/** What the rows of one law share, in words. */
export function groupName({ group, site }: Pick<WidthRow, 'group' | 'site'>): string {
  return [group, site].filter((part) => part !== '').join(' · ');
}
