import { expect } from 'chai';
import { parse } from 'yaml';
import { composeCrds } from '../../src/app/index.ts';
import { renderYaml } from '../../src/crd/index.ts';

describe('renderYaml', () => {
  it('reads the same by YAML 1.1, as kubectl does, and by YAML 1.2', () => {
    for (const crd of composeCrds()) {
      const text = renderYaml(crd);
      expect(parse(text, { version: '1.1' })).to.deep.equal(JSON.parse(JSON.stringify(crd)));
      expect(parse(text)).to.deep.equal(JSON.parse(JSON.stringify(crd)));
    }
  });

  it('quotes words that YAML 1.1 takes for something else', () => {
    const [crd] = composeCrds();
    if (crd === undefined) throw new Error('there is no definition');
    const modes = ['On', 'off', 'yes', 'N'];
    const text = renderYaml({ ...crd, metadata: { ...crd.metadata, modes } } as typeof crd);
    expect(parse(text, { version: '1.1' }))
      .to.have.nested.property('metadata.modes')
      .that.deep.equals(modes);
  });
});
