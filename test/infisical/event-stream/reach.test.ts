import { expect } from 'chai';
import { isWithin, pathsOf, type Tree, treesAround } from '../../../src/infisical/event-stream/reach.ts';

/** Folders from texts such as `dev/app/db`. */
function trees(...folders: readonly string[]): Tree[] {
  return folders.map((folder) => {
    const [environment = '', ...path] = folder.split('/');
    return { environment, path: `/${path.join('/')}` };
  });
}

describe('treesAround', () => {
  const cases: readonly (readonly [name: string, folders: readonly Tree[], around: readonly Tree[] | undefined])[] = [
    ['one folder', trees('dev/app'), trees('dev/app')],
    ['the same folder twice', trees('dev/app', 'dev/app'), trees('dev/app')],
    ['a folder and one below it', trees('dev/app/db', 'dev/app'), trees('dev/app')],
    ['folders side by side', trees('dev/app/db', 'dev/app/web'), trees('dev/app')],
    ['folders whose names begin alike', trees('dev/apple', 'dev/app'), trees('dev')],
    ['folders that share nothing', trees('dev/a/b', 'dev/c/d'), trees('dev')],
    ['the root', trees('dev', 'dev/app'), trees('dev')],
    ['two environments', trees('dev/app', 'prod/web', 'dev/app/db'), trees('dev/app', 'prod/web')],
    ['three environments', trees('dev', 'prod', 'test'), undefined],
    ['nothing', [], undefined],
  ];
  for (const [name, folders, around] of cases) {
    it(`goes around ${name}`, () => {
      expect(treesAround(folders)).to.deep.equal(around);
      for (const folder of folders) expect(isWithin(around ?? 'project', folder)).to.equal(true);
    });
  }
});

describe('isWithin', () => {
  const cases: readonly (readonly [folder: string, within: boolean])[] = [
    ['dev/app', true],
    ['dev/app/db/x', true],
    ['dev/apple', false],
    ['dev', false],
    ['prod/app', false],
  ];
  for (const [folder, within] of cases) {
    it(`${within ? 'takes' : 'does not take'} ${folder} for a part of dev/app`, () => {
      const [tree] = trees(folder);
      if (tree === undefined) throw new Error('there is no folder');
      expect([isWithin(trees('dev/app'), tree), isWithin('project', tree)]).to.deep.equal([within, true]);
    });
  }
});

describe('pathsOf', () => {
  it('names a tree for servers of both years where there is room, and else for the newer ones', () => {
    const [app = { environment: '', path: '' }, root = app] = trees('dev/app', 'dev');
    expect([pathsOf(app, 1), pathsOf(root, 1), pathsOf(app, 2)]).to.deep.equal([
      ['/app', '/app/**'],
      ['/', '/**'],
      ['/app'],
    ]);
  });
});
