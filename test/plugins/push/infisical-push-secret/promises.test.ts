import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import {
  EVENTS,
  KEY,
  outcomeIn,
  POLICIES,
  SITUATIONS,
  type EventName,
  type Situation,
  type SituationName,
} from '../../../../scripts/push-situations.ts';
import { PROMISES } from './promises.ts';

const PAGE = new URL('../../../../docs/reference/push-policies.md', import.meta.url);
/** The words of the page for what becomes of a key. */
const WORDS = ['made', 'overwritten', '**deleted**', 'left', '-'] as const;

const cells = (Object.keys(EVENTS) as EventName[]).flatMap((event) =>
  (Object.keys(SITUATIONS) as SituationName[]).map((name) => ({ event, name })),
);

/** The value of the key before the pass. */
function before({ stored }: Situation): string {
  return stored.find(({ key }) => key === KEY)?.value ?? '-';
}

/** What a word of the page says of the value. */
function after(word: string, situation: Situation): string {
  if (word === '**deleted**') return '-';
  return word === 'made' || word === 'overwritten' ? (situation.source ?? '?') : before(situation);
}

describe('the table of the policies of a push', () => {
  for (const { event, name } of cells) {
    const situation: Situation = SITUATIONS[name];

    it(`${event}, a key that ${situation.title}: the planner does what is promised`, () => {
      const words = { create: 'made', update: 'overwritten', delete: '**deleted**', keep: 'left', none: '-' } as const;
      const found = POLICIES.map(({ policies }) => after(words[outcomeIn(situation, event, policies)], situation));
      expect(found).to.deep.equal(PROMISES[event][name]);
    });

    it(`${event}, a key that ${situation.title}: the page says what is promised`, async () => {
      const page = await readFile(PAGE, 'utf8');
      const section = page.split('\n## ').find((each) => each.startsWith(EVENTS[event]));
      const row = section?.split('\n').find((line) => line.startsWith(`| ${situation.title} |`));
      const words =
        row
          ?.split('|')
          .slice(2, -1)
          .map((cell) => cell.trim()) ?? [];
      expect(WORDS).to.include.members(words);
      expect(words.map((word) => after(word, situation))).to.deep.equal(PROMISES[event][name]);
    });
  }

  it('has its columns in the order of the promises', async () => {
    const heads = (await readFile(PAGE, 'utf8')).split('\n').filter((line) => line.startsWith('| The key |'));
    expect(new Set(heads)).to.deep.equal(
      new Set(['| The key | neither | `updatePolicy: Replace` | `deletionPolicy: Delete` | both |']),
    );
    expect(heads).to.have.lengthOf(3);
  });
});
