import { expect } from 'chai';
import { placesOf, type RecordedPlaces } from '../../../../src/plugins/push/infisical-push-secret/places.ts';
import { aHeldPlace, aPlace } from './a-pass.ts';

const NEW = aPlace();
const OLD = aPlace({ path: '/old' });
const OLDER = aHeldPlace(aPlace({ environment: 'prod' }), { 'id-3': 'C' });
const ELSEWHERE = aPlace({ path: '/old' }, 'https://other.example');
const MANAGED = { 'id-1': 'A' };

function recorded(parts: Partial<RecordedPlaces>): RecordedPlaces {
  return { current: undefined, managed: new Map(Object.entries(MANAGED)), former: [], ...parts };
}

describe('placesOf', () => {
  it('finds the place of the last pass', () => {
    expect(placesOf(recorded({ current: NEW }), NEW, true)).to.deep.equal({
      current: aHeldPlace(NEW, MANAGED),
      former: [],
      recorded: true,
    });
  });

  it('takes what a status without a place records for what is in the place that is wanted', () => {
    expect(placesOf(recorded({}), NEW, true)).to.deep.equal({
      current: aHeldPlace(NEW, MANAGED),
      former: [],
      recorded: false,
    });
  });

  it('leaves a place to be cleared, with those that were left before', () => {
    expect(placesOf(recorded({ current: OLD, former: [OLDER] }), NEW, true)).to.deep.equal({
      current: aHeldPlace(NEW, { ...MANAGED, 'id-3': 'C' }),
      former: [aHeldPlace(OLD, MANAGED), OLDER],
      recorded: false,
    });
  });

  it('forgets what it leaves where the policy does not delete', () => {
    const { former } = placesOf(recorded({ current: OLD, former: [OLDER] }), NEW, false);
    expect(former).to.deep.equal([]);
  });

  it('comes back to a place that is not cleared yet, and knows what it has made there', () => {
    expect(placesOf(recorded({ current: OLD, former: [OLDER] }), OLDER, true)).to.deep.equal({
      current: { ...OLDER, managed: new Map([...Object.entries(MANAGED), ['id-3', 'C']]) },
      former: [aHeldPlace(OLD, MANAGED)],
      recorded: false,
    });
  });

  it('never clears a place on another server: the credentials are not meant for it', () => {
    expect(placesOf(recorded({ current: ELSEWHERE }), NEW, true)).to.deep.equal({
      current: aHeldPlace(NEW),
      former: [],
      recorded: false,
    });
  });

  it('takes a change of the policy for something to record', () => {
    expect(placesOf(recorded({ current: NEW, former: [OLDER] }), NEW, false).recorded).to.equal(false);
  });

  it('takes a project by slug and one by id for two, and what was made in the one for what may be in the other', () => {
    const byId = aPlace({ project: { id: 'shop' } });
    const { current, former } = placesOf(recorded({ current: byId }), NEW, true);
    expect(former).to.deep.equal([aHeldPlace(byId, MANAGED)]);
    expect(current).to.deep.equal(aHeldPlace(NEW, MANAGED));
  });
});
