import { describe, expect, it } from 'vitest';
import { colourBounds, colourStep } from './colour-steps.js';
import { groupTotals, measure } from './group-totals.js';
import { cornerOf, mapLayout, sideOf } from './map-layout.js';
import { edgesOf, labelledPlaces, placeOf } from './regions.js';

/** Cells of a grid drawn as text: a letter is a group; the first row is recency 5. */
function aGrid(drawing: readonly string[], profiles = (_recency: number, _fm: number) => 10) {
  return measure(
    drawing.flatMap((row, index) =>
      [...row].map((group, column) => {
        const [recency, fm] = [5 - index, column + 1];
        return { recency, fm, group, profiles: profiles(recency, fm), revenue: { amount: `${fm}00`, currency: 'GBP' } };
      }),
    ),
  );
}

const byPlace = (cells: ReturnType<typeof aGrid>) => new Map(cells.map((cell) => [placeOf(cell), cell]));

describe('regions', () => {
  it('name each run of touching cells once, wherever a shop puts its groups', () => {
    const cells = aGrid(['AABCC', 'AABBC', 'DDDBB', 'EEFFA', 'EEFAA']);
    expect([...labelledPlaces(byPlace(cells))]).toEqual(['5:1', '5:3', '5:4', '3:1', '2:1', '2:3', '2:5']);
  });

  it('have edges only towards other groups, none at the rim', () => {
    const cells = byPlace(aGrid(['AABBB', 'AABBB', 'CCCCC', 'CCCCC', 'CCCCC']));
    const edges = (place: string) => {
      const cell = cells.get(place);
      return cell && edgesOf(cell, cells);
    };
    expect(edges('5:1')).toEqual({ right: false, below: false });
    expect(edges('4:2')).toEqual({ right: true, below: true });
    expect(edges('1:5')).toEqual({ right: false, below: false });
  });
});

describe('the layout', () => {
  it.each([240, 264, 519, 520, 640, 1200])('keeps every square within its cell, below the name, at %d px', (width) => {
    const layout = mapLayout(width);
    const room = layout.narrow ? 24 : 28;
    expect(layout.largest).toBeLessThan(layout.cell.width - 2 * layout.inset);
    expect(layout.largest).toBeLessThanOrEqual(layout.cell.height - (layout.narrow ? 24 : 10) - room);
    const cells = aGrid(Array(5).fill('AAAAA'));
    const right = Math.max(...cells.map((cell) => cornerOf(cell, layout).x + layout.cell.width));
    expect(right).toBeCloseTo(width);
  });

  it('makes areas proportional to profiles', () => {
    const layout = mapLayout(640);
    const area = (profiles: number) => sideOf(profiles, 400, layout) ** 2;
    expect(area(400) / area(100)).toBeCloseTo(4);
    expect(sideOf(0, 400, layout)).toBe(0);
  });
});

describe('colour and shares', () => {
  it('colours by revenue per profile in five steps, the same for equal values', () => {
    const cells = aGrid(Array(5).fill('ABCDE'));
    const bounds = colourBounds(cells);
    const steps = cells.map(({ fm, perProfile }) => [fm, colourStep(perProfile, bounds)]);
    expect(steps.every(([fm, step]) => fm === step)).toBe(true);
  });

  it('add up over groups, the one with most revenue first; empty cells are no trouble', () => {
    const cells = aGrid(Array(5).fill('ABCDE'), (recency) => (recency === 5 ? 0 : 10));
    const totals = groupTotals(cells);
    expect(totals[0]).toMatchObject({ group: 'E', profiles: 40, share: 0.2 });
    expect(totals.reduce((sum, { revenueShare }) => sum + revenueShare, 0)).toBeCloseTo(1);
    expect(cells[0]?.perProfile).toBe(0);
  });
});
