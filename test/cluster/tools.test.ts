import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import { pinnedTools, requiredVersion } from './tools.ts';

describe('test/cluster pinnedTools', () => {
  it('lists only commands that the go.mod of their module keeps as tools', async () => {
    const { tools } = await pinnedTools();
    for (const tool of tools) {
      const goMod = await readFile(`${tool.moduleFolder}/go.mod`, 'utf8');
      const lines = goMod.split('\n').map((line) => line.trim().replace(/^tool /, ''));
      expect(lines, tool.name).to.include(tool.package);
    }
  });

  it('stamps the version that the API server reports to its clients', async () => {
    const { tools } = await pinnedTools();
    const { version, ldflags } = tools.find(({ name }) => name === 'kube-apiserver') ?? { version: '', ldflags: '' };
    expect(version).to.match(/^v1\.\d+\.\d+$/);
    expect(ldflags).to.contain(`-X k8s.io/component-base/version.gitVersion=${version}`);
    expect(ldflags).to.contain(`-X k8s.io/component-base/version.gitMinor=${version.split('.')[1] ?? ''} `);
  });
});

describe('test/cluster requiredVersion', () => {
  const cases = [
    { title: 'a line of its own', goMod: 'module m\n\nrequire example.org/a v1.2.3\n' },
    {
      title: 'a line in a block',
      goMod: 'require (\n\texample.org/ab v9.9.9\n\texample.org/a v1.2.3 // indirect\n)\n',
    },
    { title: 'beside a tool of the same path', goMod: 'tool example.org/a\n\nrequire example.org/a v1.2.3\n' },
    { title: 'beside a replacement', goMod: 'require example.org/a v1.2.3\n\nreplace example.org/a => ../a\n' },
  ];
  for (const { title, goMod } of cases) {
    it(`reads ${title}`, () => {
      expect(requiredVersion(goMod, 'example.org/a')).to.equal('v1.2.3');
    });
  }

  it('names the module that is not required', () => {
    expect(() => requiredVersion('module m\n', 'example.org/a')).to.throw('no version of example.org/a');
  });
});
